/** Benchmark results as data for other tools. */
export { csvColumnNames, renderCsv } from "./csv.js";
export { renderJsonLines } from "./jsonLines.js";
