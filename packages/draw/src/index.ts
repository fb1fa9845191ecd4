/** Graphs of networks as drawings, and as JSON for other viewers. */
export { type DrawOptions, type Drawing, drawGraph } from "./drawGraph.js";
export {
  type CountedHeat,
  type Heat,
  type KernelTime,
  type ValueError,
  comparedHeat,
  countedHeat,
  measuredHeat,
} from "./heat.js";
export { graphStyle } from "./palette.js";
export { printSvg } from "./printSvg.js";
export type { WrittenScopes } from "./scopes.js";
export {
  type ExplorerGraphs,
  type ExplorerNode,
  type ExplorerNodeData,
  explorerGraphs,
  explorerNodeData,
} from "./modelExplorer.js";
