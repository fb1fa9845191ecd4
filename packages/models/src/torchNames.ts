/** What PyTorch's layers call their parameters. */

export type NamePair = readonly [theirs: string, ours: string];

const NORM = { weight: "scale", bias: "bias", running_mean: "mean", running_var: "variance" } as const;

export interface UnitOptions {
  readonly bias?: boolean;
  /** What the layer is here. */
  readonly op?: "conv2d" | "convTranspose2d";
}

/** A convolution and the batch norm after it. */
export function convUnit(conv: string, norm: string, path: string, options: UnitOptions = {}): readonly NamePair[] {
  return [...convolution(conv, path, options), ...batchNorm(norm, path)];
}

export function convolution(
  theirs: string,
  path: string,
  { bias = false, op = "conv2d" }: UnitOptions = {},
): readonly NamePair[] {
  const names = bias ? ["weight", "bias"] : ["weight"];
  return names.map((name) => [`${theirs}.${name}`, `${path}/${op}/${name}`]);
}

function batchNorm(theirs: string, path: string): readonly NamePair[] {
  return Object.entries(NORM).map(([name, ours]) => [`${theirs}.${name}`, `${path}/batchNorm/${ours}`]);
}

/** Batches are counted for training alone. */
export function isBatchCount(name: string): boolean {
  return name.endsWith(".num_batches_tracked");
}
