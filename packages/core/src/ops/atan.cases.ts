import { casesOf, values } from "./caseInputs.js";
import { atanOp } from "./atan.js";

export const cases = casesOf(atanOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
