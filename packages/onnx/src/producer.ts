/** Who wrote a file. */
import { createRequire } from "node:module";

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

export const producer = { producerName: "linknet-kit", producerVersion: version };
