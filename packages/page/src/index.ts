/** The page that measures in the browser that opens it, served from here. What it consists of is built to `dist/site`. */
export { type ServedPage, servePage } from "./servePage.js";
