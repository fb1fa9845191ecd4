/**
 * Windows that both stride and are dilated, for runtimes whose windows do either. Window o reads s o + d k - p for each tap k. With
 * g = gcd(s, d) it reads only elements that are as far as p from a multiple of g: of these alone, stride and dilation are s / g and d / g, which
 * is all where both are equal. Where that leaves a stride and a dilation above 1, windows stride by 1, and those between are left out afterwards.
 */
import type { Shape } from "../tensor.js";
import type { Box } from "./view.js";
import type { Window } from "./window.js";

export interface SplitWindow {
  /** The part of the image that is read. */
  readonly read: Required<Box>;
  /** Over that part, whose strides or dilations are 1. */
  readonly window: Omit<Window, "kernel">;
  /** From one result that is wanted to the next. */
  readonly step: readonly number[];
}

/** Along each spatial axis of `sides`, over which the window slides to `positions`. */
export function splitWindow(
  sides: Shape,
  { kernel, stride, dilation, padding }: Window,
  positions: Shape,
): SplitWindow {
  const axes = sides.map((side, axis) => {
    const along = {
      start: 0,
      step: 1,
      length: side,
      stride: stride[axis]!,
      dilation: dilation[axis]!,
      before: padding.begin[axis]!,
      after: padding.end[axis]!,
    };
    return thinned(along, { count: positions[axis]!, taps: kernel[axis]! }) ?? along;
  });
  const along = <Name extends keyof Along>(name: Name) => axes.map((axis) => axis[name]);
  const ones = axes.map(() => 1);
  const isEither = [along("stride"), along("dilation")].some((each) => each.every((step) => step === 1));
  return {
    read: { start: along("start"), step: along("step"), shape: along("length") },
    window: {
      stride: isEither ? along("stride") : ones,
      dilation: along("dilation"),
      padding: { begin: along("before"), end: along("after") },
    },
    step: isEither ? ones : along("stride"),
  };
}

/** What is read of an axis, and how. */
interface Along {
  readonly start: number;
  readonly step: number;
  readonly length: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** The same of a whole axis for `count` windows, where they read elements in common steps; nothing where they read none. */
function thinned(
  { length: side, stride, dilation, before: padding }: Along,
  { count, taps }: { readonly count: number; readonly taps: number },
): Along | undefined {
  const step = greatestDivisor(stride, dilation);
  if (step === 1) return undefined;
  const before = Math.ceil(padding / step);
  const start = step * before - padding;
  const closer = { stride: stride / step, dilation: dilation / step };
  const behind = (count - 1) * closer.stride + closer.dilation * (taps - 1) + 1 - before;
  const length = Math.min(Math.ceil((side - start) / step), behind);
  return length < 1 ? undefined : { start, step, length, ...closer, before, after: behind - length };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
