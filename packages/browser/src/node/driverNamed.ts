import { type Driver, variantNamed } from "@linknet-kit/runtimes";
import { browserRuntimeNames } from "../worker/protocol.js";
import { driverOf } from "./browserDriver.js";
import { processHost } from "./chromiumHost.js";

const names = Object.fromEntries(browserRuntimeNames.map((name) => [name, name]));

/** The driver of the runtime that a URL names in its fragment, as in `#tfjs-webgl`; throws where it names none. */
export function driverNamed(url: string): Driver {
  return driverOf(variantNamed(url, names), { host: processHost });
}
