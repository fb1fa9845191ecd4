/** From what a network gives for a picture to a channel for each pixel of the truth. */
import type { Size, Tensor } from "@linknet-kit/core";
import type { LabelSet } from "@linknet-kit/metrics";
import type { Resizing } from "@linknet-kit/results";
import { type ImageInput, fitLabels, labelPixels, scoresOf } from "@linknet-kit/segment/picture";

export interface ImagePrediction {
  /** One for each pixel of the truth. */
  readonly channels: Uint8Array;
  readonly output: "logits" | "labels";
  readonly resizing: Resizing;
}

interface Predicting {
  readonly network: string;
  readonly labels: LabelSet;
  readonly input: ImageInput;
  /** Of the truth. */
  readonly size: Size;
}

/**
 * Scores are of the pixels of the truth, whatever size the network gives: numbers of classes are interpolated bilinearly before the largest
 * is taken, as is usual in the field; labels, which are no numbers, are those of the nearest pixel.
 */
export function predictionOf(output: Tensor, { network, labels, input, size }: Predicting): ImagePrediction {
  const scores = scoresOf(output, input);
  fitLabels(network, scores, labels);
  const isSame = scores.width === size.width && scores.height === size.height;
  const isLabels = scores.kind === "labels";
  return {
    channels: labelPixels(scores, size),
    output: isLabels ? "labels" : "logits",
    resizing: isSame ? "none" : isLabels ? "labels by nearest" : "logits bilinearly",
  };
}
