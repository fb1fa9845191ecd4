import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { add } from "../ops/add.js";
import { argMax } from "../ops/argMax.js";
import { conv2d } from "../ops/conv.js";
import { identity } from "../ops/identity.js";
import { relu } from "../ops/relu.js";
import { CHANNELS_FIRST, CHANNELS_LAST, reorder } from "../ops/reorder.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { channelsLast } from "./channelsLast.js";
import { opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import { type ImageLayout, imageEnds } from "./imageEnds.js";

/** An image to an image, to where its channels are largest, and to the image itself. */
function model() {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", float32(1, 3, 4, 5));
  const features = conv2d({ filters: 2, kernel: 3 })(image);
  const graph = builder.build({
    features: relu()(features),
    labels: argMax({ axis: 1 })(features),
    same: identity()(image),
  });
  return { graph, weights: scrambledWeights(graph, 1) };
}

const shapes = { nchw: [1, 3, 4, 5], nhwc: [1, 4, 5, 3] } as const;

describe.each(["nhwc", "nchw"] as const)("%s", (layout: ImageLayout) => {
  const before = model();
  const after = rewritten(before, channelsLast, imageEnds(layout));

  test("is the order of all that goes in and comes out with four axes, integers too, and values are the same", () => {
    expect(after.graph.inputs.map(({ type }) => type.shape)).toEqual([shapes[layout]]);
    const image = waves(1, 3, 4, 5);
    const expected = evaluate(before, { image });
    const given = evaluate(after, { image: layout === "nhwc" ? reorder(image, CHANNELS_LAST) : image });
    for (const [name, tensor] of Object.entries(expected)) {
      const first = layout === "nhwc" ? reorder(given[name]!, CHANNELS_FIRST) : given[name]!;
      expect(first.shape).toEqual(tensor.shape);
      tensor.data.forEach((value: number | bigint, at: number) =>
        expect(Number(first.data[at])).toBeCloseTo(Number(value), 5),
      );
    }
  });
});

test("Ends that lie so already leave the model as it is", () => {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: relu()(builder.input("x", float32(1, 3, 4, 5))) });
  const lowered = channelsLast.run({ graph, weights: scrambledWeights(graph, 1) });
  expect(imageEnds("nhwc").run(lowered)).toBe(lowered);
  expect(opsOf(imageEnds("nchw").run(lowered).graph)).toEqual(["transpose", "relu", "transpose"]);
});

test.each(["nhwc", "nchw"] as const)(
  "A parameter that is an output lies as asked for, %s, and is read as it was",
  (layout) => {
    const builder = new GraphBuilder("net");
    const image = builder.input("image", float32(1, 3, 4, 5));
    const [k, alone] = ["k", "alone"].map((name) =>
      builder.parameter(name, { type: float32(1, 3, 4, 5), initial: { kind: "normal", deviation: 1 } }),
    );
    const graph = builder.build({ k: k!, alone: alone!, y: add()(image, k!) });
    const before = { graph, weights: scrambledWeights(graph, 1) };
    const after = rewritten(before, channelsLast, imageEnds(layout));
    const fed = waves(1, 3, 4, 5);
    const given = evaluate(after, { image: layout === "nhwc" ? reorder(fed, CHANNELS_LAST) : fed });
    for (const [name, tensor] of Object.entries(evaluate(before, { image: fed }))) {
      expect(given[name]).toEqual(layout === "nhwc" ? reorder(tensor, CHANNELS_LAST) : tensor);
    }
  },
);

test("An input that is an output is handed out as it came in", () => {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", float32(1, 3, 4, 5));
  const graph = builder.build({ image, y: relu()(image) });
  const after = rewritten({ graph, weights: scrambledWeights(graph, 1) }, channelsLast, imageEnds("nchw"));
  const given = waves(1, 3, 4, 5);
  expect(evaluate(after, { image: given })["image"]).toEqual(given);
});
