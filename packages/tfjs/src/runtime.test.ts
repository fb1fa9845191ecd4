/** What is emitted computes, in the stock tfjs, what the reference computes. */
import { CHANNELS_FIRST, castTensor, evaluate, mapRecord, reorder } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";
import { beforeAll, describe, expect, test } from "vitest";
import { emitLowered } from "./emit/emitModel.js";
import { encodeEmitted, encodeTfjs } from "./encode/encodeTfjs.js";
import type { ModelArtifacts } from "./modelJson.js";
import { type Tensors, relativeError, runArtifacts, useBackend } from "./tensorflow.test.fixture.js";

/** Sums of a few products, in another order. */
const TOLERANCE = 1e-6;

/** What tfjs cannot do, and why; whatever is not here must run. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  "averagePool: through volumes": "where it is of images or lines",
  "cast: an image to float16": "tfjs computes in float32 only",
  "cast: an image of float16 to float32": "tfjs computes in float32 only",
  "cast: the largest of float16, and halves of its steps there": "tfjs computes in float32 only",
  "cast: the smallest of float16, and halves of its steps there": "tfjs computes in float32 only",
  "batchNormByBatch: along lines": "a norm by its own batch is trained",
  "batchNormByBatch: no axes but the batch": "a norm by its own batch is trained",
  "batchNormByBatch: three channels, batch 2": "a norm by its own batch is trained",
  "bitShift: to the left": "tfjs has no bits of whole numbers",
  "bitShift: to the right": "tfjs has no bits of whole numbers",
  "bitwiseAnd: bytes, by a row": "tfjs has no bits of whole numbers",
  "bitwiseNot: bytes": "tfjs has no bits of whole numbers",
  "bitwiseOr: bytes, by a row": "tfjs has no bits of whole numbers",
  "bitwiseXor: bytes, by a row": "tfjs has no bits of whole numbers",
  "cast: to the type it is": "tfjs computes in float32 only",
  "conv: through volumes, two groups": "where it is of images or lines",
  "conv: through volumes, with dilation, batch 2": "where it is of images or lines",
  "convInteger: from zero points, two groups": "tfjs has no whole numbers of 8 bits",
  "convInteger: from zero, batch 2": "tfjs has no whole numbers of 8 bits",
  "convTranspose: through volumes, two groups": "where it is of images or lines",
  // As it comes to the emitter here; in a graph of images it is lowered first.
  "convChannelsLast: stride and dilation": "what it decomposes into takes its place",
  "dequantizeLinear: a scale for each channel, of int8 from zero": "tfjs has no whole numbers of 8 bits",
  "dequantizeLinear: one scale for all, of uint8": "tfjs has no whole numbers of 8 bits",
  "dynamicQuantizeLinear: an image": "tfjs has no whole numbers of 8 bits",
  "dynamicQuantizeLinear: nothing below zero": "tfjs has no whole numbers of 8 bits",
  "depthwiseConvChannelsLast: stride and dilation": "what it decomposes into takes its place",
  "hardmax: channels, batch 2": "tfjs has no such operation",
  "hardmax: the first of equals": "tfjs has no such operation",
  "matMulInteger: from zero": "tfjs has no whole numbers of 8 bits",
  "matMulInteger: from zero points, two stacks by a matrix": "tfjs has no whole numbers of 8 bits",
  "maxPool: through volumes": "where it is of images or lines",
  "maxPool: dilation": "MaxPool of tfjs has no dilation",
  "maxUnpool: 2x2 stride 2 to an even size, batch 2": "unpoolByMasks takes it apart where it mirrors its pool",
  "maxUnpool: 2x2 stride 2 to an odd size, batch 2": "unpoolByMasks takes it apart where it mirrors its pool",
  "maxUnpool: lines to an even length, batch 2": "unpoolByMasks takes it apart where it mirrors its pool",
  "maxUnpool: volumes to even sides": "unpoolByMasks takes it apart where it mirrors its pool",
  "mod: floats, with the sign of a": "has the sign of the divisor",
  "qLinearConv: a scale for each filter, with bias, batch 2": "tfjs has no whole numbers of 8 bits",
  "qLinearConv: one scale for all filters, two groups": "tfjs has no whole numbers of 8 bits",
  "qLinearMatMul: two stacks by a matrix": "tfjs has no whole numbers of 8 bits",
  "quantizeLinear: a scale for each channel, to int8": "tfjs has no whole numbers of 8 bits",
  "quantizeLinear: one scale for all, to uint8": "tfjs has no whole numbers of 8 bits",
};

interface Case {
  readonly artifacts: ModelArtifacts;
  /** Channels-first. */
  readonly inputs: Tensors;
  readonly expected: Tensors;
}

/** A case as tfjs gets it, without the positions of maxima. */
function caseOf({ op, model: { graph, weights }, inputs }: (typeof caseModels)[number]): Case {
  const others = graph.outputs.filter(({ type }) => type.dtype !== "int64");
  const model = { graph: { ...graph, outputs: others.length === 0 ? graph.outputs : others }, weights };
  const expected = evaluate(model, inputs);
  if (op.axes !== "channels-last") return { artifacts: encodeTfjs(model), inputs, expected };
  const channelsFirst = (tensors: Tensors): Tensors => mapRecord(tensors, (tensor) => reorder(tensor, CHANNELS_FIRST));
  const artifacts = encodeEmitted(emitLowered(model));
  return { artifacts, inputs: channelsFirst(inputs), expected: channelsFirst(expected) };
}

describe.each(["cpu", "wasm"] as const)("on the backend %s", (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  const supported = caseModels.filter(({ name }) => !Object.hasOwn(UNSUPPORTED, name));
  test.each(supported)("$name", async (each) => {
    const { artifacts, inputs, expected } = caseOf(each);
    const results = await runArtifacts(artifacts, inputs);
    for (const [name, tensor] of Object.entries(expected)) {
      expect(relativeError(results[name], castTensor(tensor, "float32"))).toBeLessThan(TOLERANCE);
    }
  });
});

describe("what tfjs cannot do", () => {
  test.each(Object.entries(UNSUPPORTED))("%s is refused: %s", (name, reason) => {
    const each = caseModels.find((one) => one.name === name)!;
    expect(() => caseOf(each)).toThrow(reason);
  });
});
