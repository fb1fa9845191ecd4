import { casesOf, values } from "./caseInputs.js";
import { expOp } from "./exp.js";

export const cases = casesOf(expOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
