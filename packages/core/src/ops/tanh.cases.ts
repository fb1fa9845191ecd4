import { casesOf, values } from "./caseInputs.js";
import { tanhOp } from "./tanh.js";

export const cases = casesOf(tanhOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
