/** The driver of a runtime in Chromium, of the one that this module's URL names in its fragment, as in `#tfjs-webgl`. */
import type { Driver } from "@linknet-kit/bench";
import { browserRuntimeNames } from "../worker/protocol.js";
import { driverOf } from "./browserDriver.js";
import { processHost } from "./chromiumHost.js";

const given = new URL(import.meta.url).hash.slice(1);
const runtime = browserRuntimeNames.find((name) => name === given) ?? browserRuntimeNames[0];

export const driver: Driver = driverOf(runtime, { host: processHost });
