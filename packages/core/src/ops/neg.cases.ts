import { casesOf, values } from "./caseInputs.js";
import { negOp } from "./neg.js";

export const cases = casesOf(negOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
