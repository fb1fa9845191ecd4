/** Numbers for models and of models that differ in nothing but the width of their floats. */
import { type TensorType, castTensor, isFloat, sameType } from "@linknet-kit/core";
import type { InputValue, Tensors } from "@linknet-kit/runtimes";

/** Of tensors as well as of their types, by name. */
type Typed = Readonly<Record<string, Pick<TensorType, "dtype"> | undefined>>;

export function typesOf(values: readonly InputValue[]): Typed {
  return Object.fromEntries(values.map(({ name, type }) => [name, type]));
}

/** The tensors, each with floats as wide as those of its name in `types`; what is no float, or has none of its name there, stays. */
export function inFloatsOf(tensors: Tensors, types: Typed): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      const dtype = Object.hasOwn(types, name) ? types[name]?.dtype : undefined;
      return [
        name,
        isFloat(tensor.dtype) && dtype !== undefined && isFloat(dtype) ? castTensor(tensor, dtype) : tensor,
      ];
    }),
  );
}

/** Whether numbers of one type become those of the other by `inFloatsOf`. */
export function differInFloatsAlone(a: TensorType, b: TensorType): boolean {
  return sameType(a, isFloat(a.dtype) && isFloat(b.dtype) ? { ...b, dtype: a.dtype } : b);
}
