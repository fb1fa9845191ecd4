/** The classes of a network, and whether the labels that it is given are those. */
import { LABEL_SETS, type LabelSet } from "@linknet-kit/metrics";
import { UnfitLabelsError } from "../errors.js";
import type { ClassScores } from "../network/scoresOf.js";
import { type LabelledClass, classesOf, numberedClasses } from "./classes.js";

/**
 * Those of the given set, else of the known one that has as many channels, else numbers. Networks may have a channel for what is ignored or not; an
 * `UnfitLabelsError` where a set was given and has another number.
 */
export function fitLabels(name: string, scores: ClassScores, given: LabelSet | undefined): readonly LabelledClass[] {
  const isGuess = scores.kind === "labels";
  const classes = isGuess ? 1 + scores.channels.reduce((most, channel) => Math.max(most, channel), 0) : scores.classes;
  if (given !== undefined) {
    const all = classesOf(given);
    if (isGuess ? classes <= all.length : isOf(given, classes)) return all;
    throw new UnfitLabelsError({ name, classes, labels: all.length, set: given.name });
  }
  const known = guessLabels(scores);
  return known === undefined ? numberedClasses(isGuess ? 256 : classes) : classesOf(known);
}

/** The known set that has as many channels as a network gives numbers. */
export function guessLabels(scores: ClassScores): LabelSet | undefined {
  if (scores.kind === "labels") return undefined;
  return Object.values(LABEL_SETS).find((set) => isOf(set, scores.classes));
}

/** With the channel of what is ignored, where the set has such labels, or without. */
function isOf(set: LabelSet, classes: number): boolean {
  const all = classesOf(set);
  const scored = set.labels.filter(({ isIgnored }) => isIgnored !== true);
  return classes === all.length || classes === scored.length;
}
