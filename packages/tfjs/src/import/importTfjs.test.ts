/** What is read of a graph model computes what it does in the stock tfjs. */
import {
  CHANNELS_FIRST,
  type FloatTensor,
  GraphBuilder,
  add,
  conv2d,
  float32,
  maxPool2d,
  prelu,
  relu,
  sequence,
  type Model,
  castTensor,
  countCost,
  evaluate,
  initialWeights,
  mapRecord,
  reorder,
} from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { describe, expect, test } from "vitest";
import { emitLowered } from "../emit/emitModel.js";
import { encodeEmitted, encodeTfjs } from "../encode/encodeTfjs.js";
import type { ModelArtifacts } from "../modelJson.js";
import type { NodeDef, Signature } from "../graphDef.js";
import { UnsupportedByTfjsError } from "../emit/checkNodes.js";
import { lowerForTfjs } from "../lower.js";
import { smallImage, smallModel } from "../smallModel.test.fixture.js";
import { type Tensors, relativeError } from "../tensorflow.test.fixture.js";
import { importTfjs } from "./importTfjs.js";

type Case = (typeof caseModels)[number];

/** As tfjs gets it, without the positions of maxima; nothing where tfjs cannot say it, of which `runtime.test.ts` has the list. */
function written({ op, model: { graph, weights } }: Case): { model: Model; artifacts: ModelArtifacts } | undefined {
  const others = graph.outputs.filter(({ type }) => type.dtype !== "int64");
  const model = { graph: { ...graph, outputs: others.length === 0 ? graph.outputs : others }, weights };
  try {
    return { model, artifacts: op.axes === "channels-last" ? encodeEmitted(emitLowered(model)) : encodeTfjs(model) };
  } catch (error) {
    if (error instanceof UnsupportedByTfjsError) return undefined;
    throw error;
  }
}

const cases = caseModels.flatMap((each) => {
  const made = written(each);
  return made === undefined ? [] : [{ ...each, ...made }];
});

test.each(cases)("$name", ({ op, model, artifacts, inputs }) => {
  const turned = (tensors: Tensors): Tensors =>
    op.axes === "channels-last" ? mapRecord(tensors, (tensor) => reorder(tensor, CHANNELS_FIRST)) : tensors;
  const read = importTfjs(artifacts, "case", () => mapRecord(turned(inputs), ({ shape }) => shape));
  const fed = mapRecord(turned(inputs), (tensor) => (tensor.dtype === "int32" ? castTensor(tensor, "int64") : tensor));
  const results = evaluate(read, fed);
  for (const [name, tensor] of Object.entries(turned(evaluate(model, inputs)))) {
    const given = castTensor(results[name]!, "float32");
    expect(given.shape).toEqual(tensor.shape);
    expect(relativeError(given, castTensor(tensor, "float32"))).toBeLessThan(1e-6);
  }
});

test("Whole networks cost what they were written at", () => {
  for (const { name: network } of realTimeNetworks) {
    const graph = buildNetwork(network, { size: { width: 64, height: 48 } });
    const lowered = lowerForTfjs({ graph, weights: initialWeights(0) });
    const read = importTfjs(encodeTfjs({ graph, weights: initialWeights(0) }), network, () => ({
      image: graph.inputs[0]!.type.shape,
    }));
    expect(countCost(read.graph).macs).toBe(countCost(lowered.graph).macs);
  }
});

test("No layout is turned between convolutions, pools, sums and activations", () => {
  const builder = new GraphBuilder("plain");
  const stem = sequence(
    conv2d({ filters: 8, kernel: 3, stride: 2, padding: 1 }),
    relu(),
  )(builder.input("image", float32(1, 3, 9, 9)));
  const pooled = maxPool2d({ kernel: 2, stride: 2 })(stem);
  const graph = builder.build({ y: add()(pooled, sequence(conv2d({ filters: 8, kernel: 1 }), prelu())(pooled)) });
  const artifacts = encodeTfjs({ graph, weights: initialWeights(0) });
  const read = importTfjs(artifacts, "plain", () => ({ image: [1, 3, 9, 9] }));
  expect(read.graph.nodes.map(({ op }) => op.name).toSorted()).toEqual([
    "add",
    "conv",
    "conv",
    "maxPool",
    "prelu",
    "relu",
  ]);
});

test.each(["nhwc", "nchw"] as const)("Inputs and outputs are channels-first of a file of %s", (layout) => {
  const { graph, weights } = smallModel();
  const image = smallImage();
  const read = importTfjs(encodeTfjs({ graph, weights }, { layout }), "small", () => ({}));
  expect(read.graph.inputs).toEqual(graph.inputs);
  expect(read.graph.outputs.map(({ type }) => type)).toEqual(graph.outputs.map(({ type }) => type));
  const [given, expected] = [evaluate(read, { image }), evaluate({ graph, weights }, { image })];
  for (const { name } of graph.outputs) {
    expect(relativeError(given[name] as FloatTensor, expected[name] as FloatTensor)).toBeLessThan(1e-6);
  }
});

test("Weights stored in fewer bytes are what they are stored as", () => {
  const { graph, weights } = smallModel();
  const image = smallImage();
  for (const weightType of ["float16", "uint16", "uint8"] as const) {
    const read = importTfjs(encodeTfjs({ graph, weights }, { weightType }), "small", () => ({ image: image.shape }));
    const error = relativeError(
      evaluate(read, { image })["logits"],
      evaluate({ graph, weights }, { image })["logits"] as FloatTensor,
    );
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan({ float16: 1e-2, uint16: 1e-3, uint8: 0.3 }[weightType]);
  }
});

test("A model whose ends have their channels first is read as one whose have them last", () => {
  const image = smallImage();
  const [read, usual] = (["nchw", "nhwc"] as const).map((layout) =>
    importTfjs(encodeTfjs(smallModel(), { layout }), "small", () => ({ image: image.shape })),
  ) as [Model, Model];
  const expected = evaluate(smallModel(), { image })["logits"] as FloatTensor;
  const given = evaluate(read, { image })["logits"] as FloatTensor;
  expect(given.shape).toEqual(expected.shape);
  expect(relativeError(given, expected)).toBeLessThan(1e-6);
  expect(countCost(read.graph).macs).toBe(countCost(usual.graph).macs);
  const transposesOf = ({ graph }: Model) => graph.nodes.filter(({ op }) => op.name === "transpose").length;
  expect(transposesOf(read)).toBe(transposesOf(usual));
});

describe("refuses", () => {
  const artifacts = encodeTfjs(smallModel());
  const { node } = artifacts.modelTopology as { readonly node: readonly NodeDef[] };
  const withNodes = (nodes: readonly object[]): ModelArtifacts => ({
    ...artifacts,
    modelTopology: { ...artifacts.modelTopology, node: nodes },
  });
  const read = (changed: ModelArtifacts) => () => importTfjs(changed, "small", () => ({ image: smallImage().shape }));

  test("operations that nothing reads, all at once", () => {
    const unknown = node.map((each) => (["Relu", "AddV2"].includes(each.op) ? { ...each, op: `My${each.op}` } : each));
    expect(read(withNodes(unknown))).toThrow(/operations that are not read: My\w+ \(".*"\); My\w+ \("/);
  });

  test("nodes that wait for each other", () => {
    const first = node.find(({ op }) => op === "Relu")!;
    const looped = node.map((each) => (each === first ? { ...each, input: [first.name] } : each));
    expect(read(withNodes(looped))).toThrow("reads what it gives");
  });

  test("an attribute that is none of the operation's", () => {
    const wrong = node.map((each) =>
      each.op === "_FusedConv2D" ? { ...each, attr: { ...each.attr, padding: { s: btoa("ODD") } } } : each,
    );
    expect(read(withNodes(wrong))).toThrow(/node ".*": _FusedConv2D has the padding ODD/);
  });

  test("an input without a size", () => {
    const { signature } = artifacts as unknown as { readonly signature: Signature };
    const open = { dim: [{ size: "-1" }, { size: "13" }, { size: "11" }, { size: "3" }] };
    const inputs = { image: { ...signature.inputs["image"], tensorShape: open } };
    expect(() => importTfjs({ ...artifacts, signature: { ...signature, inputs } }, "small", () => ({}))).toThrow(
      'its input "image" is of DT_FLOAT and no known shape',
    );
  });
});
