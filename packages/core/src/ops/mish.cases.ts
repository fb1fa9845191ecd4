import { casesOf, values } from "./caseInputs.js";
import { mishOp } from "./mish.js";

export const cases = casesOf(mishOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
