/** Composition: what makes a network of layers. */
import type { Layer } from "./builder.js";
import { requireLayer, requireResult, requireTensor, requireValue } from "./callErrors.js";
import type { Value } from "./graph.js";
import { withOrigin } from "./origin.js";
import { rank4 } from "./tensor.js";

/** One layer after the other. */
export function sequence(...layers: readonly Layer[]): Layer {
  layers.forEach((layer, index) => requireLayer(`layer ${index + 1} of a sequence`, layer));
  const made = new Error("sequence");
  return (x) => {
    withOrigin(made, () => requireTensor("a sequence", "x", x));
    return layers.reduce((value, layer, index) => {
      const result = layer(value);
      return withOrigin(made, () => requireResult(`layer ${index + 1} of a sequence`, result));
    }, x);
  };
}

/** A layer whose nodes stand under `name` in the path. */
export function named(name: string, layer: Layer): Layer {
  requireLayer(`the layer named "${name}"`, layer);
  const made = new Error(name);
  return (x) => {
    withOrigin(made, () => requireTensor(`the layer named "${name}"`, "x", x));
    const result = x.builder.scope(name, () => layer(x));
    return withOrigin(made, () => requireResult(`the layer named "${name}"`, result));
  };
}

/** Channels of an image, N x C x H x W. */
export function channelsOf(x: Value): number {
  requireValue("channelsOf", x);
  return rank4(x.type)[1];
}

/** Height and width of an image, in pixels. */
export function sizeOf(x: Value): readonly [height: number, width: number] {
  requireValue("sizeOf", x);
  const [, , height, width] = rank4(x.type);
  return [height, width];
}
