/** The driver of a runtime in Chromium, of the one that this module's URL names in its fragment, as in `#tfjs-webgl`. */
import { type Driver, variantOf } from "@linknet-kit/bench";
import { browserRuntimeNames } from "../worker/protocol.js";
import { driverOf } from "./browserDriver.js";
import { processHost } from "./chromiumHost.js";

const names = Object.fromEntries(browserRuntimeNames.map((name) => [name, name]));

export const driver: Driver = driverOf(variantOf(import.meta.url, names), { host: processHost });
