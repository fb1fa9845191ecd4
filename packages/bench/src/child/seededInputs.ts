/** The image that everything is measured and compared with. */
import type { Value } from "@linknet-kit/core";
import { fillUniform, floatTensor, intTensor, seededUniform } from "@linknet-kit/core/tensors";
import type { Tensors } from "../runtimes/runtime.js";

/** Floats uniform in [0, 1), as a normalised photograph's; integers zero. The same for the same seed, name and shape. */
export function seededInputs(inputs: readonly Value[], seed: number): Tensors {
  return Object.fromEntries(
    inputs.map(({ name, type: { dtype, shape } }) => {
      if (dtype === "int64") return [name, intTensor(shape)];
      const tensor = floatTensor(shape);
      fillUniform(tensor.data, seededUniform(seed, name));
      return [name, tensor];
    }),
  );
}
