/** Composition: what makes a network of layers. */
import type { Layer } from "./builder.js";
import type { Value } from "./graph.js";
import { rank4 } from "./tensor.js";

/** One layer after the other. */
export const sequence =
  (...layers: readonly Layer[]): Layer =>
  (x) =>
    layers.reduce((value, layer) => layer(value), x);

/** A layer whose nodes stand under `name` in the path. */
export const named =
  (name: string, layer: Layer): Layer =>
  (x) =>
    x.builder.scope(name, () => layer(x));

export function channelsOf(x: Value): number {
  return rank4(x.type)[1];
}

/** Height and width, in pixels. */
export function sizeOf(x: Value): readonly [number, number] {
  const [, , height, width] = rank4(x.type);
  return [height, width];
}
