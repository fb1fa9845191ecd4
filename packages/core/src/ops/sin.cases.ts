import { casesOf, values } from "./caseInputs.js";
import { sinOp } from "./sin.js";

export const cases = casesOf(sinOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
