/** The runtimes of Chromium as rows, for programs that have this package. */
import { type Runtime, chromiumRuntimes } from "@linknet-kit/runtimes";
import { commandToAddChromium } from "./chromium/addChromium.js";

export const browserRuntimes: readonly Runtime[] = chromiumRuntimes({
  driver: new URL("../../dist/node/chromiumDriver.js", import.meta.url).href,
  remedy: commandToAddChromium(),
});
