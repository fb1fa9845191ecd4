/** A network of everything that is lowered: pools with padding and with indices, unpools, transposed convolutions, groups, norms. */
import {
  type FloatTensor,
  GraphBuilder,
  type Model,
  add,
  batchNorm,
  concat,
  conv2d,
  convTranspose2d,
  dropout2d,
  float32,
  floatTensor,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  prelu,
  relu,
  scrambledWeights,
  sequence,
  sizeOf,
  slice,
} from "@linknet-kit/core";

const HEIGHT = 13;
const WIDTH = 11;

/** Two images of 13 rows and 11 columns; the outputs are `logits` (2 x 3 x 13 x 11) and `deep` (2 x 8 x 3 x 3). */
export function smallModel(): Model {
  const builder = new GraphBuilder("small");
  const image = builder.input("image", float32(2, 3, HEIGHT, WIDTH));
  const stem = sequence(conv2d({ filters: 8, kernel: 3, padding: 1, bias: false }), batchNorm(), prelu())(image);
  const { y: pooled, indices } = builder.scope("down", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(stem));
  const grouped = sequence(
    conv2d({ filters: 8, kernel: 3, padding: 2, dilation: 2, groups: 2 }),
    dropout2d({ rate: 0.1 }),
    relu(),
  )(pooled);
  const deep = maxPool2d({ kernel: 3, stride: 2, padding: 1 })(grouped);
  const raised = convTranspose2d({ filters: 4, kernel: 3, stride: 2, padding: 1, outputPadding: [1, 0] })(deep);
  const [rows, columns] = sizeOf(pooled);
  const cropped = slice({ start: [0, 0, 0, 0], end: [2, 4, rows, columns], step: [1, 1, 1, 1] })(raised);
  const joined = sequence(
    batchNorm({ epsilon: 1e-3 }),
    relu(),
  )(concat()(cropped, conv2d({ filters: 4, kernel: 1 })(pooled)));
  const unpooled = builder.scope("up", () =>
    maxUnpool2d({ kernel: 2, stride: 2, size: sizeOf(stem) })(joined, indices),
  );
  const logits = conv2d({ filters: 3, kernel: 5, padding: 2 })(add()(unpooled, stem));
  const graph = builder.build({ logits, deep });
  return { graph, weights: scrambledWeights(graph, 3) };
}

/** Few values, so that many windows hold equals. */
export function smallImage(): FloatTensor {
  const length = 2 * 3 * HEIGHT * WIDTH;
  return floatTensor(
    [2, 3, HEIGHT, WIDTH],
    Array.from({ length }, (_, index) => ((index * 7919) % 11) / 8 - 0.5),
  );
}
