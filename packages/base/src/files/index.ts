/** Files: read within bounds, written whole or not at all, and errors that say what to do. */
export { type Deed, listenToDeeds, tellingOfRun, withReadFiles } from "./deeds.js";
export * from "./errors.js";
export { makeFolder, removeEmpty } from "./folders.js";
export { FOLDER_LOCK, type Lock, lockFile, lockFolder } from "./lock.js";
export * from "./output/index.js";
export * from "./userCode/index.js";
export { type TemporaryFolder, makeTemporaryFolder, withTemporaryFolder } from "./temporaryFolders.js";
export { type Owner, ownerIn, ownOwner, printOwner, stateOf } from "./owner.js";
export { systemCode } from "./systemCode.js";
export { type ReadLimits, readBytes, readHead, sizeOfFile } from "./readBytes.js";
export { chunksOfFile } from "./chunksOfFile.js";
export {
  type FileContent,
  type FileToWrite,
  type WriteOptions,
  writeFileAtomically,
  writeFilesAtomically,
} from "./writeAtomically.js";
