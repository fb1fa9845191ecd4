import { casesOf, values } from "./caseInputs.js";
import { identityOp } from "./identity.js";

export const cases = casesOf(identityOp, [
  { title: "an image", inputs: { x: values(2, 3, 3, 5) }, attributes: {} },
  { title: "a scalar", inputs: { x: values() }, attributes: {} },
]);
