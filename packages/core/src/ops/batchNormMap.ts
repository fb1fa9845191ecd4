/** A batch norm with its running statistics as the map that it is: what folds into a convolution, and what it is split into. */

type Operands = Readonly<Record<"x" | "scale" | "bias" | "mean" | "variance", Float32Array>>;

/** What it is at inference: x times a factor plus an offset. */
export function batchNormMap({ epsilon }: { readonly epsilon: number }) {
  const factor = ({ scale, variance }: Operands, channel: number): number =>
    scale[channel]! / Math.sqrt(variance[channel]! + epsilon);
  const offset = (operands: Operands, channel: number): number =>
    operands.bias[channel]! - operands.mean[channel]! * factor(operands, channel);
  return { input: "x", factor, offset } as const;
}
