/** Graphs to tfjs graph models, and what was written back again. */
export * from "./artifacts.js";
export { ownGraphModel } from "./encode/seal.js";
export { type WriteTfjsOptions, type WrittenTfjs, placeTfjs, writeTfjs } from "./encode/writeTfjs.js";
export { TfjsNodeError, UnsupportedTfjsOpsError } from "./import/errors.js";
export { type ShapesOf, importTfjs } from "./import/importTfjs.js";
export { type GraphModelFile, graphModelFile } from "./import/graphModelFile.js";
export { UnreadableTfjsError } from "./read/errors.js";
export { nodeNameFor } from "./emit/nodeNames.js";
export { readTfjs, readTfjsOutline } from "./read/readTfjs.js";
