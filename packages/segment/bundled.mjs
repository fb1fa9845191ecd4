/** Puts into `dist` what the package has beside its code: the trained network, and the font of legends. */
import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const dist = join(import.meta.dirname, "dist");
const font = dirname(createRequire(import.meta.url).resolve("@fontsource/source-sans-3/package.json"));

const network = join(import.meta.dirname, "../../fixtures/scenes-linknet");
cpSync(network, join(dist, "bundled/scenes-linknet"), { recursive: true });
mkdirSync(join(dist, "font"), { recursive: true });
cpSync(join(font, "files/source-sans-3-latin-400-normal.woff"), join(dist, "font/source-sans-3.woff"));
cpSync(join(font, "LICENSE"), join(dist, "font/OFL.txt"));
