/** Composition: what makes a network of layers. */
import type { Layer } from "./builder.js";
import { InvalidCallError, requireResult, requireTensor, requireValue } from "./callErrors.js";
import type { Value } from "./graph.js";
import { rank4 } from "./tensor.js";

/** One layer after the other. */
export function sequence(...layers: readonly Layer[]): Layer {
  layers.forEach((layer, index) => requireLayer(`layer ${index + 1} of a sequence`, layer));
  return (x) => {
    requireTensor("a sequence", "x", x);
    return layers.reduce((value, layer, index) => requireResult(`layer ${index + 1} of a sequence`, layer(value)), x);
  };
}

/** A layer whose nodes stand under `name` in the path. */
export function named(name: string, layer: Layer): Layer {
  requireLayer(`the layer named "${name}"`, layer);
  return (x) => {
    requireTensor(`the layer named "${name}"`, "x", x);
    return x.builder.scope(name, () => requireResult(`the layer named "${name}"`, layer(x)));
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

function requireLayer(which: string, given: unknown): void {
  if (typeof given === "function") return;
  throw new InvalidCallError({
    problem: `${which} is ${given === undefined ? "undefined" : "no function"}, expected a layer`,
    hint: "a layer is a function of a tensor: conv2d({ ... }), without the tensor",
  });
}
