import { LinknetError, UsageError } from "@linknet-kit/base";
import {
  type Graph,
  GraphBuilder,
  conv2d,
  convTranspose2d,
  depthToSpace,
  float32,
  initialWeights,
  matMul,
  maxPool2dWithIndices,
  maxUnpool2d,
  opTable,
  relu,
  sequence,
  toFloat16,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { emitModel } from "./emit/emitModel.js";
import type { EmitOptions } from "./emit/emitOptions.js";
import { TargetOperatorsError, TargetOpsetError, TargetTypeError } from "./targetLimits.js";

const emit = (graph: Graph, options: EmitOptions = {}) =>
  emitModel({ graph, weights: initialWeights(0) }, { target: "tensorrt-8.2", ...options });

function start() {
  const builder = new GraphBuilder("g");
  return { builder, x: builder.input("x", float32(1, 1, 4, 4)) };
}

function plainGraph(): Graph {
  const { builder, x } = start();
  const layers = sequence(
    conv2d({ filters: 2, kernel: 3 }),
    relu(),
    convTranspose2d({ filters: 1, kernel: 2, stride: 2 }),
  );
  return builder.build({ y: layers(x) });
}

describe("TensorRT 8.2", () => {
  test("gets opset 13 in IR version 7", () => {
    expect(emit(plainGraph()).proto).toMatchObject({ irVersion: 7, opsetImport: [{ domain: "", version: 13 }] });
    expect(emit(plainGraph(), { opset: 11 }).proto).toMatchObject({ irVersion: 6, opsetImport: [{ version: 11 }] });
  });

  test("gets no later opset: that is a wrong choice, and the message names the target", () => {
    expect(() => emit(plainGraph(), { opset: 14 })).toThrow(TargetOpsetError);
    expect(() => emit(plainGraph(), { opset: 17 })).toThrow(UsageError);
    expect(() => emit(plainGraph(), { opset: 17 })).toThrow("tensorrt-8.2 reads opsets up to 13, not 17");
  });

  test("gets no float16, which it makes itself", () => {
    const { graph, weights } = toFloat16().run({ graph: plainGraph(), weights: initialWeights(0) });
    const emitHalf = () => emitModel({ graph, weights }, { target: "tensorrt-8.2" });
    expect(emitHalf).toThrow(TargetTypeError);
    expect(emitHalf).toThrow("tensorrt-8.2 does not read float16");
    expect(emitHalf).toThrow(expect.objectContaining({ hint: expect.stringContaining("trtexec --fp16") }));
  });

  test("gets a product of matrices", () => {
    const { builder, x } = start();
    const graph = builder.build({ y: matMul()(x, x) });
    expect(emit(graph).proto.graph?.node?.map(({ opType }) => opType)).toEqual(["MatMul"]);
  });

  test("gets the weights of convolutions as initializers", () => {
    const { proto, initializers } = emit(plainGraph());
    const names = initializers.map(({ name }) => name);
    const weights = (proto.graph?.node ?? []).filter(({ opType }) => opType?.startsWith("Conv"));
    expect(weights.map(({ input }) => names.includes(input?.[1] ?? ""))).toEqual([true, true]);
  });
});

test("What TensorRT 8.2 has no operator for is written as what it decomposes into", () => {
  const { builder, x } = start();
  const layers = sequence(
    conv2d({ filters: 4, kernel: 1 }),
    depthToSpace({ block: [2, 1] }),
    depthToSpace({ block: 1 }),
  );
  const operators = (emit(builder.build({ y: layers(x) })).proto.graph?.node ?? []).map(({ opType }) => opType);
  expect(operators).toEqual(["Conv", "Reshape", "Transpose", "Reshape", "DepthToSpace"]);
});

describe("What TensorRT 8.2 cannot run is refused, each node by its name:", () => {
  function refusal(graph: Graph): LinknetError {
    try {
      emit(graph);
    } catch (error) {
      if (error instanceof TargetOperatorsError) return error;
      throw error;
    }
    throw new Error("the graph was not refused");
  }

  test("positions of maxima that leave the graph", () => {
    const { builder, x } = start();
    const { y, indices } = builder.scope("down", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(x));
    expect(refusal(builder.build({ y, indices })).message).toContain("down/maxPool2d: MaxPool gives no indices");
  });

  test("weights that are computed", () => {
    const { builder, x } = start();
    const kernel = builder.input("kernel", float32(1, 1, 3, 3));
    for (const name of ["conv", "convTranspose"]) {
      const op = opTable.find((each) => each.name === name)!;
      const { y } = builder.append({ name: `made/${name}`, op, inputs: { x, weight: kernel }, attributes: {} });
      expect(refusal(builder.build({ [name]: y! })).message).toMatch(
        /made\/conv\w*: Conv\w* needs its weight as a weight/,
      );
    }
  });

  test("operators that it does not have, ten of them shown", () => {
    const { builder, x } = start();
    const indices = builder.input("indices", { dtype: "int64", shape: [1, 1, 4, 4] });
    const unpool = (name: string) =>
      builder.scope(name, () => maxUnpool2d({ kernel: 2, stride: 2, size: [8, 8] })(x, indices));
    const outputs = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`y${index}`, unpool(`up${index}`)]));
    const { message } = refusal(builder.build(outputs));
    expect(message).toContain("tensorrt-8.2 cannot run this network:\n  up0/maxUnpool2d: there is no MaxUnpool\n");
    expect(message.split("\n")).toHaveLength(12);
    expect(message).toContain("... and 2 more");
  });
});
