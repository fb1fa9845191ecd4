/** What a model is fed, from what its file declares. */
import { type DeclaredValue, type OpenSizes, fixShapes } from "@linknet-kit/onnx/bytes";
import type { InputValue } from "../runtime/runtime.js";
import { UnfeedableInputError } from "./errors.js";

/** At the sizes that are given where the file leaves them open; an error where one stays open, or where no tensor can be made of an input. */
export function feedableInputs(
  path: string,
  declared: readonly Pick<DeclaredValue, "name" | "dtype" | "declared" | "shape">[],
  sizes: OpenSizes,
): readonly InputValue[] {
  const shapes = fixShapes(declared, sizes);
  return declared.map(({ name, dtype, declared: type }, index) => {
    if (dtype === undefined) throw new UnfeedableInputError({ path, input: name, declared: type });
    return { name, type: { dtype, shape: shapes[index]! } };
  });
}
