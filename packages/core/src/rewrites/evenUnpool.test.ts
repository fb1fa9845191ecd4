import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import type { Graph } from "../graph.js";
import { conv2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { impliedSize } from "../ops/window.js";
import { printGraph } from "../print.js";
import { elementCount, float32, floatTensor, rank4 } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { evenUnpool } from "./evenUnpool.js";
import { rewrittenGraph } from "./equivalence.test.fixture.js";

const weights = initialWeights(1);

/** Pools and unpools twice, as SegNet does, with a convolution in between so that the unpooled values are not the pooled ones. */
function twoLevels(shape: readonly [number, number, number, number]): Graph {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(...shape));
  const [, channels, height, width] = shape;
  const first = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  const [, , rows, columns] = rank4(first.y.type);
  const second = maxPool2dWithIndices({ kernel: 2, stride: 2 })(
    relu()(conv2d({ filters: channels, kernel: 1 })(first.y)),
  );
  const inner = maxUnpool2d({ kernel: 2, stride: 2, size: [rows, columns] })(second.y, second.indices);
  return builder.build({ y: maxUnpool2d({ kernel: 2, stride: 2, size: [height, width] })(inner, first.indices) });
}

/** Unpools whose size ONNX would not infer. */
function unimplied({ nodes }: Graph) {
  return nodes.filter(({ op, inputs, attributes }) => {
    if (op.name !== "maxUnpool") return false;
    const [, , height, width] = rank4((inputs["x"] as Graph["outputs"][number]).type);
    const { kernel, stride, size } = attributes as Record<string, readonly [number, number]>;
    return String(impliedSize([height, width], kernel!, stride!)) !== String(size);
  });
}

test("Any size: the outputs stay the same, ties, batch and channels included, and every unpool's size is implied", () => {
  const side = fc.integer({ min: 4, max: 13 });
  const shapes = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), side, side);
  const cases = shapes.chain((shape) => {
    const length = elementCount({ shape });
    const pixels = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: length, maxLength: length });
    return fc.tuple(fc.constant(shape), pixels);
  });
  fc.assert(
    fc.property(cases, ([shape, pixels]) => {
      const graph = twoLevels(shape);
      const changed = rewrittenGraph(graph, evenUnpool);
      const inputs = { x: floatTensor(shape, pixels) };
      expect(evaluate({ graph: changed, weights }, inputs)).toEqual(evaluate({ graph, weights }, inputs));
      expect(unimplied(changed)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("Where every window is whole nothing is added", () => {
  const graph = twoLevels([1, 2, 8, 12]);
  expect(printGraph(rewrittenGraph(graph, evenUnpool))).toBe(printGraph(graph));
});

test("The new nodes cut 5x7 to 4x6 and pad it back", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 5, 7));
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  const graph = rewrittenGraph(
    builder.build({ y: maxUnpool2d({ kernel: 2, stride: 2, size: [5, 7] })(y, indices) }),
    evenUnpool,
  );
  expect(graph.nodes.map(({ name, outputs }) => `${name} ${outputs["y"]!.type.shape.join("x")}`)).toEqual([
    "maxPool2d/cut 1x1x4x6",
    "maxPool2d 1x1x2x3",
    "maxUnpool2d 1x1x4x6",
    "maxUnpool2d/pad 1x1x5x7",
  ]);
});

describe("What would change the result is left alone", () => {
  function unpooled(build: (builder: GraphBuilder) => Parameters<GraphBuilder["build"]>[0]): [string, string] {
    const builder = new GraphBuilder("net");
    const graph = builder.build(build(builder));
    return [printGraph(rewrittenGraph(graph, evenUnpool)), printGraph(graph)];
  }

  test("indices that are an output of the graph", () => {
    const [after, before] = unpooled((builder) => {
      const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(builder.input("x", float32(1, 1, 5, 5)));
      return { indices, y: maxUnpool2d({ kernel: 2, stride: 2, size: [5, 5] })(y, indices) };
    });
    expect(after).toBe(before);
  });

  test("an unpool to another size than its pool's", () => {
    const [after, before] = unpooled((builder) => {
      const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(builder.input("x", float32(1, 1, 5, 5)));
      return { y: maxUnpool2d({ kernel: 2, stride: 2, size: [6, 5] })(y, indices) };
    });
    expect(after).toBe(before);
  });

  test("a pool with padding", () => {
    const [after, before] = unpooled((builder) => {
      const padding = { top: 1, left: 1, bottom: 0, right: 0 };
      const { y, indices } = maxPool2dWithIndices({ kernel: 3, stride: 3, padding })(
        builder.input("x", float32(1, 1, 7, 7)),
      );
      return { y: maxUnpool2d({ kernel: 3, stride: 3, size: [7, 7] })(y, indices) };
    });
    expect(after).toBe(before);
  });
});
