import { casesOf, values } from "./caseInputs.js";
import { sinhOp } from "./sinh.js";

export const cases = casesOf(sinhOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
