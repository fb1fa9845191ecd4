/** The runtimes of browsers, for `bench`: Chromium is driven from here, and what runs in it is built to `dist/site`. */
export { driverNamed } from "./node/driverNamed.js";
export { browserRuntimes } from "./node/runtimes.js";
export { type ServedPage, servePage } from "./node/servePage.js";
export type { ServeOptions } from "./node/server.js";
