/** The driver of a runtime in Chromium, by the fragment of this module's URL; the package that has it may not be installed. */
import type { Driver } from "@linknet-kit/runtimes";
import { peers } from "./peers.js";

const { driverNamed } = peers.load("@linknet-kit/browser") as typeof import("@linknet-kit/browser");

export const driver: Driver = driverNamed(import.meta.url);
