/** `pnpm page`: serves the built page on the loopback interface until Ctrl-C. */
import { fileURLToPath } from "node:url";
import { serveSite } from "./server.js";

const { origin } = await serveSite(fileURLToPath(new URL("../../dist/site/", import.meta.url)));
process.stdout.write(`linknet-kit in the browser: ${origin}  (Ctrl-C ends it)\n`);
