/** Writes the tarballs that would be published to `tarballs/`, for projects that are to use them before they are. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packPublic, root } from "./publicPackages.mjs";

const folder = join(root, "tarballs");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const packed = await packPublic(folder);
console.log(`${packed.length} tarballs in ${folder}`);
