import { casesOf, truths } from "./caseInputs.js";
import { notOp } from "./not.js";

export const cases = casesOf(notOp, [{ title: "both truth values", inputs: { x: truths(2, 4) }, attributes: {} }]);
