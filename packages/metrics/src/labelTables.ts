/** What each value of a map stands for, as tables that inner loops read. */
import { type LabelMap, type PixelMap, unknownAt } from "./labelMap.js";
import type { UnknownLabelError } from "./errors.js";
import type { LabelSet } from "./labelSet.js";

export const VALUES = 256;
/** In a table: stands for no label, and is left out. Positions of labels are below. */
export const UNKNOWN = -1;
export const LEFT_OUT = -2;

/** The position of the label that each value of a map stands for; `ignored` values are left out. */
export function positionsOf(
  { labels }: LabelSet,
  { ids }: LabelMap,
  ignored: readonly number[] = [],
): readonly number[] {
  const ofId = new Map(labels.map(({ id }, position) => [id, position]));
  return Array.from({ length: VALUES }, (_, value) => {
    if (ignored.includes(value)) return LEFT_OUT;
    const id = ids === undefined ? value : ids[value];
    return (id === undefined ? undefined : ofId.get(id)) ?? UNKNOWN;
  });
}

/** The error about the first pixel of a value. */
export function unknownValue(map: PixelMap, value: number, expected: string): UnknownLabelError {
  return unknownAt(map, (map.data as Uint8Array).indexOf(value), expected);
}
