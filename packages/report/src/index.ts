/** Benchmark results as one offline HTML page or as Markdown. */
export { type ReportedAccuracy, buildDocument } from "./buildDocument.js";
export type { Document } from "./document.js";
export { renderHtml } from "./html/renderHtml.js";
export type { PredictedDevice } from "./predicted.js";
export { renderMarkdown } from "./markdown/renderMarkdown.js";
