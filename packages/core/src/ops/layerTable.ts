/** Every function of the DSL that makes a layer, one row each, for `docs/dsl.md` and for the tests that hold all of them to one way of calling. */
import type { AttributeKinds } from "../attributes.js";
import type { LayerDefinition } from "../defineLayer.js";
import { add } from "./add.js";
import { batchNorm } from "./batchNorm.js";
import { cast } from "./cast.js";
import { concat } from "./concat.js";
import { conv2d } from "./conv2d.js";
import { convTranspose2d } from "./convTranspose2d.js";
import { depthToSpace } from "./depthToSpace.js";
import { dropout2d } from "./dropout2d.js";
import { maxPool2d, maxPool2dWithIndices } from "./maxPool2d.js";
import { maxUnpool2d } from "./maxUnpool2d.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { prelu } from "./prelu.js";
import { relu } from "./relu.js";
import { reshape } from "./reshape.js";
import { sign } from "./sign.js";
import { slice } from "./slice.js";
import { spaceToDepth } from "./spaceToDepth.js";
import { sub } from "./sub.js";
import { transpose } from "./transpose.js";

/** What all of them have in common, whatever they take and give. */
export interface DocumentedFunction {
  readonly definition: Omit<LayerDefinition<AttributeKinds, never, unknown>, "apply">;
}

export const layerFunctions: readonly DocumentedFunction[] = [
  add,
  batchNorm,
  cast,
  concat,
  conv2d,
  convTranspose2d,
  depthToSpace,
  dropout2d,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  mul,
  pad,
  prelu,
  relu,
  reshape,
  sign,
  slice,
  spaceToDepth,
  sub,
  transpose,
];
