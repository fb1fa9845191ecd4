import { casesOf, values } from "./caseInputs.js";
import { absOp } from "./abs.js";

export const cases = casesOf(absOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
