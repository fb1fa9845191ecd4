/** From what a network gives for a picture to a channel for each pixel of the truth. */
import type { Size, Tensor } from "@linknet-kit/core";
import type { LabelSet } from "@linknet-kit/metrics";
import type { Resizing } from "@linknet-kit/results";
import {
  type ClassScores,
  type ImageInput,
  UnfitLabelsError,
  fitLabels,
  labelPixels,
  scoresOf,
} from "@linknet-kit/segment/picture";
import { EvaluationChoiceError } from "./errors.js";

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
  const scores = scoresOf(output, input, network);
  checkLabels(network, scores, labels);
  const isSame = scores.width === size.width && scores.height === size.height;
  const isLabels = scores.kind === "labels";
  return {
    channels: labelPixels(scores, size),
    output: isLabels ? "labels" : "logits",
    resizing: isSame ? "none" : isLabels ? "labels by nearest" : "logits bilinearly",
  };
}

function checkLabels(network: string, scores: ClassScores, labels: LabelSet): void {
  try {
    fitLabels(network, scores, labels);
  } catch (error) {
    if (!(error instanceof UnfitLabelsError)) throw error;
    const hint = "give a data set that has as many classes, or a network that was trained for this one";
    throw new EvaluationChoiceError({ problem: error.summary, hint });
  }
}
