import { casesOf, values } from "./caseInputs.js";
import { tanOp } from "./tan.js";

export const cases = casesOf(tanOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
