/** Mean and variance of each channel over a batch, as gradients and statistics of norms need them. */
import type { Expression, Expressions } from "../gradient.js";
import { type Shape, elementCount } from "../tensor.js";

interface Moments {
  /** Of so many elements each channel is. */
  readonly count: number;
  /** 1 x C x 1 x ..., as `variance`. */
  readonly mean: Expression;
  /** x less its mean. */
  readonly centred: Expression;
  readonly variance: Expression;
}

/** Of x, N x C with any axes behind. */
export function momentsByChannel(g: Expressions, x: Expression): Moments {
  const { shape } = x.type;
  const axes = besideChannels(shape);
  const mean = g.mean(x, axes);
  const centred = g.sub(x, mean);
  const count = elementCount({ shape: axes.map((axis) => shape[axis]!) });
  return { count, mean, centred, variance: g.mean(g.mul(centred, centred), axes) };
}

/** All axes but that of channels. */
export function besideChannels(shape: Shape): readonly number[] {
  return [...shape.keys()].filter((axis) => axis !== 1);
}
