/** The runtimes of browsers, for `bench`: Chromium is driven from here, and what runs in it is built to `dist/site`. */
export { RUNNER_SITE } from "./node/chromiumHost.js";
export { driverNamed } from "./node/driverNamed.js";
export { type OpenedPage, openPage } from "./node/openPage.js";
export { browserRuntimes } from "./node/runtimes.js";
export { LOOPBACK, type ServeOptions, type SiteServer, serveSite } from "./node/server.js";
