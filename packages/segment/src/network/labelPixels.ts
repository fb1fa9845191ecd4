/** A class for each pixel of a picture, out of what a network says at its own size. */
import type { Size } from "@linknet-kit/core";
import { resizeNumbers } from "@linknet-kit/data/resize";
import type { ClassScores } from "./scoresOf.js";

/**
 * The channel with the largest number at each pixel of the picture, between the network's pixels after bilinear interpolation of the numbers:
 * edges of classes are smooth where labels would have the network's pixels as steps. Labels alone are those of the nearest pixel.
 */
export function labelPixels(scores: ClassScores, to: Size): Uint8Array {
  if (scores.kind === "labels") return resizeNumbers(scores.channels, scores, to);
  const largest = largestOf(scores);
  if (to.width === scores.width && to.height === scores.height) return largest;
  const columns = between(scores.width, to.width);
  const rows = between(scores.height, to.height);
  const channels = new Uint8Array(to.width * to.height);
  const interpolate = interpolator(scores);
  for (const [row, { first, second, share: down }] of rows.entries()) {
    const [above, below] = [first * scores.width, second * scores.width];
    for (const [column, { first: left, second: right, share: across }] of columns.entries()) {
      const channel = largest[above + left]!;
      // What is largest at all four is largest between them.
      const isClear =
        channel === largest[above + right] && channel === largest[below + left] && channel === largest[below + right];
      channels[row * to.width + column] = isClear
        ? channel
        : interpolate([above + left, above + right, below + left, below + right], across, down);
    }
  }
  return channels;
}

type Scores = Extract<ClassScores, { kind: "scores" }>;

/** The first of those that are equal, as arg-max has it. */
function largestOf({ scores, classes, width, height }: Scores): Uint8Array {
  const pixels = width * height;
  const largest = new Uint8Array(pixels);
  const most = scores.slice(0, pixels);
  for (let channel = 1; channel < classes; channel += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const score = scores[channel * pixels + pixel]!;
      if (!(score > most[pixel]!)) continue;
      most[pixel] = score;
      largest[pixel] = channel;
    }
  }
  return largest;
}

type Corners = readonly [topLeft: number, topRight: number, bottomLeft: number, bottomRight: number];

function interpolator({ scores, classes, width, height }: Scores) {
  const pixels = width * height;
  return ([topLeft, topRight, bottomLeft, bottomRight]: Corners, across: number, down: number): number => {
    let [largest, most] = [0, -Infinity];
    for (let channel = 0; channel < classes; channel += 1) {
      const plane = channel * pixels;
      const above = scores[plane + topLeft]! * (1 - across) + scores[plane + topRight]! * across;
      const below = scores[plane + bottomLeft]! * (1 - across) + scores[plane + bottomRight]! * across;
      const score = above * (1 - down) + below * down;
      if (score > most) [largest, most] = [channel, score];
    }
    return largest;
  };
}

interface Between {
  readonly first: number;
  readonly second: number;
  /** Of the second one. */
  readonly share: number;
}

/** Both begin and end at the same places; beyond the middle of the last pixel there is only that. */
function between(from: number, to: number): readonly Between[] {
  return Array.from({ length: to }, (_, place) => {
    const middle = Math.min(from - 1, Math.max(0, ((place + 0.5) * from) / to - 0.5));
    const first = Math.floor(middle);
    return { first, second: Math.min(from - 1, first + 1), share: middle - first };
  });
}
