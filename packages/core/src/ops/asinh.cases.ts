import { casesOf, values } from "./caseInputs.js";
import { asinhOp } from "./asinh.js";

export const cases = casesOf(asinhOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
