/** The DSL's layers and the table of ops. */
export { add } from "./add.js";
export { batchNorm } from "./batchNorm.js";
export { cast } from "./cast.js";
export { concat } from "./concat.js";
export { conv2d } from "./conv2d.js";
export { convTranspose2d } from "./convTranspose2d.js";
export { dropout2d } from "./dropout2d.js";
export { maxPool2d } from "./maxPool2d.js";
export { maxUnpool2d } from "./maxUnpool2d.js";
export { pad } from "./pad.js";
export { prelu } from "./prelu.js";
export { relu } from "./relu.js";
export { slice } from "./slice.js";
export { opTable } from "./table.js";
