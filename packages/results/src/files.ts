/** Result files and plans: read, written, merged, and cut into shards. */
export {
  accuracyFileKind,
  parseAccuracyFile,
  printAccuracyFile,
  readAccuracyFile,
  writeAccuracyFile,
} from "./accuracy/accuracyFile.js";
export { type ReportFiles, readReportFiles } from "./accuracy/readReportFiles.js";
export { isTrainingFolder } from "./accuracy/trainingCurves.js";
export * from "./file/errors.js";
export { parseResultFile, readResultFile } from "./file/read.js";
export { readResultFiles, resultPaths } from "./file/readResultFiles.js";
export { mergedFileKind, printResultFile, resultFileKind, writeResultFile } from "./file/write.js";
export { mergeFiles } from "./merge/mergeFiles.js";
export { mergeShards } from "./merge/mergeShards.js";
export { isSameEnvironment } from "./merge/sameEnvironment.js";
export * from "./plan/errors.js";
export { type PlanFile, makePlanFile, planFileKind, planId, readPlanFile } from "./plan/planFile.js";
export { mostShards, planShard } from "./plan/planShard.js";
export { type Shard, parseShard } from "./plan/shard.js";
