import { describe, expect, test } from "vitest";
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import { countCost } from "../cost.js";
import { add, batchNorm, conv2d, convTranspose2d, globalAveragePool, matMul, maxPool2d, relu } from "../ops/index.js";
import { elementCount, float32 } from "../tensor.js";

/** What the last of the nodes costs that `build` makes of a 2x4x5x7 tensor. */
function costOf(build: (x: SymbolicTensor) => SymbolicTensor) {
  const builder = new GraphBuilder("net");
  const { layers } = countCost(builder.build({ y: build(builder.input("x", float32(2, 4, 5, 7))) }));
  return layers.at(-1)!;
}

test("A transposed convolution is counted on its input's grid, densely on its output's, and by the authors with its channels twice", () => {
  const { macs, flops, outputShape } = costOf(
    convTranspose2d({ filters: 6, kernel: [3, 2], stride: 2, padding: [1, 0], outputPadding: [1, 0], groups: 2 }),
  );
  expect(outputShape).toEqual([2, 6, 10, 14]);
  const products = { sparse: 0, dense: 0 };
  for (let group = 0; group < 2; group += 1)
    for (let sample = 0; sample < 2; sample += 1)
      for (let tap = 0; tap < 3 * 2; tap += 1)
        for (let channel = 0; channel < 2; channel += 1)
          for (let filter = 0; filter < 3; filter += 1) {
            for (let pixel = 0; pixel < 5 * 7; pixel += 1) products.sparse += 1;
            for (let pixel = 0; pixel < 10 * 14; pixel += 1) products.dense += 1;
          }
  expect(macs).toBe(products.sparse);
  // The input's channels twice, on its grid, and one for each element of the output.
  const paper = 2 * 3 * 2 * 4 * 4 * 5 * 7 * 2 + elementCount({ shape: outputShape });
  expect(flops).toEqual({ useful: 2 * products.sparse, dense: 2 * products.dense, paper });
});

describe("A convolution", () => {
  const flops = (kernel: number, dilation: number) =>
    costOf(conv2d({ filters: 3, kernel, dilation, padding: dilation })).flops;
  const products = 2 * 3 * 5 * 7 * (3 * 3 * 4);

  test("costs two FLOPs a product, and by the authors one more for the bias of each output", () => {
    expect(flops(3, 1)).toEqual({ useful: 2 * products, dense: 2 * products, paper: 2 * products + 2 * 3 * 5 * 7 });
  });

  test("that is dilated has two rows and two columns too many by the authors", () => {
    expect(flops(3, 2)).toEqual({
      useful: 2 * products,
      dense: 2 * products,
      paper: 2 * 3 * 7 * 9 * (2 * 3 * 3 * 4 + 1),
    });
  });
});

test("What multiplies nothing costs the authors an operation each, two a sum, and a batch norm none", () => {
  const elements = 2 * 4 * 5 * 7;
  const byAuthors: readonly (readonly [(x: SymbolicTensor) => SymbolicTensor, number])[] = [
    [relu(), elements],
    [globalAveragePool(), elements],
    [maxPool2d({ kernel: 2, stride: 1 }), 2 * 4 * 4 * 6 * 4],
    [(x) => add()(x, x), 2 * elements],
    [batchNorm(), 0],
  ];
  for (const [layer, paper] of byAuthors) expect(costOf(layer).flops).toEqual({ useful: 0, dense: 0, paper });
});

test("A product of matrices costs two FLOPs a product by every convention", () => {
  const flops = 2 * (2 * 4) * 5 * 7 * 5;
  const turned = (x: SymbolicTensor) => x.builder.parameter("w", { type: float32(7, 5), initial: { kind: "given" } });
  expect(costOf((x) => matMul()(x, turned(x))).flops).toEqual({ useful: flops, dense: flops, paper: flops });
});
