/** What the channels of a network's output stand for. */
import { type LabelColour, type LabelSet, channelLabels } from "@linknet-kit/metrics";

export interface LabelledClass {
  readonly name: string;
  /** In label maps. */
  readonly id: number;
  readonly colour: LabelColour;
  /** Whether it stands for the labels that are not scored. */
  readonly isIgnored?: boolean;
}

const BLACK: LabelColour = [0, 0, 0];

/** No label of its own: whatever training leaves out, of which a network learns nothing. */
const IGNORED = "ignored in training";

/** In the order of a network's channels: labels that are scored, and one for all that are ignored. */
export function classesOf(set: LabelSet): readonly LabelledClass[] {
  return channelLabels(set).map(({ name, id, colour, isIgnored = false }, channel) =>
    isIgnored
      ? { name: IGNORED, id, colour: colour ?? BLACK, isIgnored }
      : { name, id, colour: colour ?? colourOf(channel) },
  );
}

/** So many, of which nothing is known. */
export function numberedClasses(count: number): readonly LabelledClass[] {
  return Array.from({ length: count }, (_, id) => ({ name: `class ${id}`, id, colour: colourOf(id) }));
}

/**
 * Colours that lie apart however many there are, and whose first is not the background's: the bits of the number, by turns, as the highest
 * bits of red, green and blue, as PASCAL VOC has them.
 */
function colourOf(number: number): LabelColour {
  const colour: [number, number, number] = [0, 0, 0];
  let rest = number + 1;
  for (let bit = 7; rest > 0; bit -= 1, rest >>= 3)
    for (let part = 0; part < 3; part += 1) colour[part]! |= ((rest >> part) & 1) << bit;
  return colour;
}
