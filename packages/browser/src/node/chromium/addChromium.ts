import { createRequire } from "node:module";
import { peers } from "../peers.js";
import { CHROMIUM_PACKAGE, runsChromiumPackage, thisMachine } from "./npmChromium.js";

const { version } = createRequire(import.meta.url)("playwright-core/package.json") as { readonly version: string };

/** The one command that adds a Chromium to this machine: from npm where its package runs, or else where playwright-core looks for one. */
export function commandToAddChromium(): string {
  if (runsChromiumPackage(thisMachine())) return peers.commandToAdd([CHROMIUM_PACKAGE]);
  return `npx --yes playwright-core@${version} install chromium, or LINKNET_CHROMIUM=<path of one>`;
}
