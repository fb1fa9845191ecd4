/** How much each class weighs in the loss, by how rare it is: the paper's rule, and ENet's. */
import type { Tensor } from "@linknet-kit/core";
import { InvalidTrainingError } from "./errors.js";

/** What is added to the shares: a class that is nowhere weighs 50.5 then, and one that is everywhere 1.4. */
const OFFSET = 1.02;

/** 1 / ln(1.02 + p), p the share of a class in all pixels that are counted. */
export function classWeights(counts: readonly number[], { offset = OFFSET } = {}): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0) || !(offset > 1)) {
    const problem = total > 0 ? `the offset ${offset} is not above 1` : "no pixel has a class that could be weighed";
    throw new InvalidTrainingError({ problem });
  }
  return counts.map((count) => 1 / Math.log(offset + count / total));
}

interface Counting {
  readonly classes: number;
  /** The label whose pixels are left out, as are those of labels that are no class. */
  readonly ignore?: number | undefined;
}

/** Pixels of each class in all maps of labels. */
export async function countLabels(
  maps: AsyncIterable<Tensor> | Iterable<Tensor>,
  { classes, ignore }: Counting,
): Promise<readonly number[]> {
  const counts = Array.from({ length: classes }, () => 0);
  for await (const { data } of maps) {
    for (const value of data) {
      const label = Number(value);
      if (label !== ignore && counts[label] !== undefined) counts[label] += 1;
    }
  }
  return counts;
}
