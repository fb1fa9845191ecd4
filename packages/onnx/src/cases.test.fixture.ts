/** The cases of every op, those apart that no file can hold. */
import { isAbsent } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";

/** Without its pool, an unpool to an odd size means different things to different readers. */
const DISPUTED = new Set(["maxUnpool: 2x2 stride 2 to an odd size, batch 2"]);

export const disputedCases = caseModels.filter(({ name }) => DISPUTED.has(name));
export const writableCases = caseModels.filter(({ name, op }) => !DISPUTED.has(name) && !isAbsent(op.onnx));
