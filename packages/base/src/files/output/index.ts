/** What commands write, and what they replace. */
export { type Output, type OutputRule, checkOutput, checkOutputs } from "./checkOutput.js";
export { type FilePart, type Hashing, digestOf, hashed } from "./digest.js";
export { NotReplacedError, OutputIsInputError } from "./errors.js";
export {
  type FileKind,
  type StandingFile,
  type SealedText,
  jsonDocument,
  sealedText,
  workingFile,
} from "./fileKind.js";
export { resolveOutput } from "./resolveOutput.js";
export { type LineForm, sealedLines } from "./sealedLines.js";
export { type WeightOrigin, describeReplaced, givesWay, originOfFiles } from "./weightOrigin.js";
