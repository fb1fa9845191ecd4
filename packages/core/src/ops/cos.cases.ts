import { casesOf, values } from "./caseInputs.js";
import { cosOp } from "./cos.js";

export const cases = casesOf(cosOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
