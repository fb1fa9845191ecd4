/** How models want the colours of pictures that do not say it themselves. */
import type { ColourRange } from "./labeller.js";

export const COLOUR_RANGES = {
  plain: { mean: [0, 0, 0], std: [1, 1, 1] },
  centred: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
} as const satisfies Record<string, ColourRange>;

export type ColourRangeName = keyof typeof COLOUR_RANGES;

export const COLOUR_RANGE_TITLES: Readonly<Record<ColourRangeName, string>> = {
  plain: "0 to 1",
  centred: "-1 to 1",
  imagenet: "by ImageNet's mean and deviation",
};
