/** The cases of every op, those apart that no file can hold. */
import { decompositions, isAbsent, isWritten } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";

/** Without its pool, an unpool to an odd size means different things to different readers. */
const DISPUTED = new Set(["maxUnpool: 2x2 stride 2 to an odd size, batch 2"]);

export const disputedCases = caseModels.filter(({ name }) => DISPUTED.has(name));

/** The opset that is written unless another is asked for. */
const USUAL_OPSET = 17;

const writable = caseModels.filter(({ name, op }) => !DISPUTED.has(name) && !isAbsent(op.onnx));
export const writableCases = writable.filter((each) => !isLater(each));
/** Of ops that ONNX has only since later. */
export const laterCases = writable.filter(isLater);

function isLater({ op: { onnx }, op }: (typeof caseModels)[number]): boolean {
  if (isAbsent(onnx) || decompositions.has(op)) return false;
  return onnx.filter(isWritten).every(({ from }) => from > USUAL_OPSET);
}
