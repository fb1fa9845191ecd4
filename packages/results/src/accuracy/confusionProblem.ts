/** Whether scores are those of their confusion matrix: a file in which they are not was changed by hand. */

interface ScoredConfusion {
  readonly scores: {
    readonly pixels: number;
    readonly pixelAccuracy?: number | undefined;
    readonly meanClassAccuracy?: number | undefined;
    readonly meanIou?: number | undefined;
    readonly classes: readonly {
      readonly name: string;
      readonly pixels: number;
      readonly iou?: number | undefined;
      readonly accuracy?: number | undefined;
    }[];
  };
  readonly confusion: {
    readonly labels: readonly { readonly name: string; readonly isIgnored: boolean }[];
    readonly pixels: readonly (readonly number[])[];
  };
}

/** Sums in another order are other sums. */
const TOLERANCE = 1e-9;

/** In words; nothing where they fit. */
export function confusionProblem({ scores, confusion: { labels, pixels } }: ScoredConfusion): string | undefined {
  if (pixels.length !== labels.length || pixels.some((row) => row.length !== labels.length))
    return `the confusion matrix is not ${labels.length}x${labels.length}, as it has labels`;
  const scored = [...labels.keys()].filter((position) => !labels[position]!.isIgnored);
  const names = scored.map((position) => labels[position]!.name);
  if (names.join("\n") !== scores.classes.map((each) => each.name).join("\n"))
    return "the classes are not those of the confusion matrix";
  for (const [index, position] of scored.entries()) {
    const own = scores.classes[index]!;
    const found = pixels[position]![position]!;
    const truth = sumOf(pixels[position]!);
    const predicted = sumOf(scored.map((row) => pixels[row]![position]!));
    const fits =
      own.pixels === truth &&
      isQuotient(own.accuracy, found, truth) &&
      isQuotient(own.iou, found, truth + predicted - found);
    if (!fits) return `the scores of "${own.name}" are not those of the confusion matrix`;
  }
  const found = sumOf(scored.map((position) => pixels[position]![position]!));
  const ious = scores.classes.flatMap(({ iou }) => iou ?? []);
  const accuracies = scores.classes.flatMap(({ accuracy }) => accuracy ?? []);
  const fits =
    scores.pixels === sumOf(scores.classes.map((each) => each.pixels)) &&
    isQuotient(scores.pixelAccuracy, found, scores.pixels) &&
    isQuotient(scores.meanIou, sumOf(ious), ious.length) &&
    isQuotient(scores.meanClassAccuracy, sumOf(accuracies), accuracies.length);
  return fits ? undefined : "the means are not those of the classes";
}

function isQuotient(value: number | undefined, dividend: number, divisor: number): boolean {
  if (divisor === 0) return value === undefined;
  return value !== undefined && Math.abs(value - dividend / divisor) <= TOLERANCE;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
