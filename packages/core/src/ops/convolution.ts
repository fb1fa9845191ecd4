/** What convolutions of either direction check of their weights. */
import { InvalidNodeError } from "../errors.js";
import { type Shape, type TensorType, spatialOf } from "../tensor.js";

/** The kernel's sides, from the weight's axes behind the first two. */
export function kernelOf(weight: { readonly shape: Shape }): Shape {
  return spatialOf(weight).sides;
}

/** An `InvalidNodeError` at `path` where the groups do not divide its channels or its filters. */
export function checkGroups(
  groups: number,
  divided: { readonly channels: number; readonly filters: number },
  path: string,
): void {
  for (const [which, count] of Object.entries(divided)) {
    if (count % groups === 0) continue;
    throw new InvalidNodeError({
      path,
      problem: `groups ${groups} does not divide the ${count} ${which}`,
      hint: "each group convolves an equal share of the channels to an equal share of the filters",
    });
  }
}

export function checkBias(bias: TensorType | undefined, filters: number): void {
  if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    throw new InvalidNodeError({ problem: `bias ${bias.shape.join("x")} does not fit ${filters} filters` });
  }
}
