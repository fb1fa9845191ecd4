import { casesOf, values } from "./caseInputs.js";
import { softsignOp } from "./softsign.js";

export const cases = casesOf(softsignOp, [{ title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} }]);
