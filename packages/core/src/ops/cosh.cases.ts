import { casesOf, values } from "./caseInputs.js";
import { coshOp } from "./cosh.js";

export const cases = casesOf(coshOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
