/** The `linknet` command, for those who want to call it from their own program. */
export { main, run } from "./main.js";
export { type Terminal, processTerminal } from "./terminal.js";
