import { expect, test } from "vitest";
import { GraphBuilder } from "./builder.js";
import { named } from "./layers.js";
import { concat, conv2d, maxPool2dWithIndices } from "./ops/index.js";
import { reluOp } from "./ops/relu.js";
import { printGraph } from "./print.js";
import { float32 } from "./tensor.js";

test("A graph prints a line for each input, parameter, node and output", () => {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", float32(1, 3, 4, 4));
  const convolved = named("stem", conv2d({ filters: 2, kernel: 3, padding: 1 }))(image);
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(concat()(image, convolved));
  const padding = (side: number) => `padding={"begin":[${side},${side}],"end":[${side},${side}]}`;
  expect(printGraph(builder.build({ pooled: y, indices }))).toBe(
    [
      "graph net",
      "input image: float32[1x3x4x4]",
      "parameter stem/conv2d/weight: float32[2x3x3x3]",
      "parameter stem/conv2d/bias: float32[2]",
      "stem/conv2d: float32[1x2x4x4] = conv(image, stem/conv2d/weight, stem/conv2d/bias, " +
        `stride=[1,1], ${padding(1)}, dilation=[1,1], groups=1)`,
      "concat: float32[1x5x4x4] = concat(image, stem/conv2d, axis=1)",
      "pooled: float32[1x5x2x2], indices: int64[1x5x2x2] = " +
        `maxPool(concat, kernel=[2,2], stride=[2,2], ${padding(0)}, dilation=[1,1]) as maxPool2d`,
      "output pooled",
      "output indices",
      "",
    ].join("\n"),
  );
});

test("Graphs whose nodes alone are called otherwise print otherwise", () => {
  const graphOf = (name: string) => {
    const builder = new GraphBuilder("net");
    const x = builder.input("x", float32(1));
    return builder.build(builder.append({ name, op: reluOp, inputs: { x }, attributes: {} }, { y: "y" }));
  };
  expect(printGraph(graphOf("a"))).not.toBe(printGraph(graphOf("b")));
});
