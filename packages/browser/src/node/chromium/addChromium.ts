import { createRequire } from "node:module";

const { version } = createRequire(import.meta.url)("playwright-core/package.json") as { readonly version: string };

/** The one command that adds a Chromium to a machine without one; playwright-core finds the one that its own version installs. */
export const ADD_CHROMIUM = `sudo apt-get install chromium, or npx playwright-core@${version} install chromium, or LINKNET_CHROMIUM=<path of one>`;
