/** The result file's schema, types, reader and writer, apart from everything that measures. */
export { DTYPE } from "../cell.js";
export * from "./errors.js";
export { BUSY_LOAD_PER_CORE, isBusy } from "../machine/busy.js";
export { differences, mergeShards } from "../fleet/mergeShards.js";
export { parseResultFile, readResultFile } from "./read.js";
export * from "./schema.js";
export { type StepChange, findStep, isClear } from "../step.js";
export { mergedFileKind, printResultFile, resultFileKind, writeResultFile } from "./write.js";
