/** The driver of a runtime in Chromium, of the one that this module's URL names in its fragment, as in `#tfjs-webgl`. */
import type { Driver } from "@linknet-kit/runtimes";
import { driverNamed } from "./driverNamed.js";

export const driver: Driver = driverNamed(import.meta.url);
