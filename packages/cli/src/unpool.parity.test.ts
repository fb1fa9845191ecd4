/** The networks as TensorRT 8.2 and WebGPU get them compute what they compute with real unpools, in the same runtime. */
import { type Graph, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork, networks } from "@linknet-kit/models";
import { decodeOnnx, encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

/** Two images at once. */
const SIZES = [
  { width: 64, height: 48 },
  { width: 97, height: 65 },
];

const TARGETS = ["tensorrt-8.2", "onnxruntime-webgpu"];

function graphOf(network: string, size: (typeof SIZES)[number], batch: number): Graph {
  return buildNetwork(network, { size, batch, width: 0.25 });
}

/** The picture is of few colours, as pictures are, so that many windows hold equals from the start. */
async function run(bytes: Uint8Array, graph: Graph): Promise<Float32Array> {
  const { shape } = graph.inputs[0]!.type;
  const length = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length }, (_, index) => ((Math.floor(index / 3) * 7919) % 11) / 8);
  // Without optimisations both files run the same convolutions on the same values, and round alike.
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, graphOptimizationLevel: "disabled" });
  try {
    const { logits } = await session.run({ image: new Tensor("float32", data, [...shape]) });
    return logits!.data as Float32Array;
  } finally {
    await session.release();
  }
}

describe.each(networks.map(({ name }) => name))("%s", (network) => {
  const everywhere = SIZES.flatMap((size) => TARGETS.map((target) => ({ ...size, target })));
  test.each(everywhere)("gives the same to the bit for $target at $width x $height", async ({ target, ...size }) => {
    const graph = graphOf(network, size, 2);
    const model = { graph, weights: scrambledWeights(graph, 5) };
    const lowered = await run(encodeOnnx(model, { target }), graph);
    const expected = await run(encodeOnnx(model), graph);
    expect(lowered.every((value, index) => value === expected[index])).toBe(true);
    expect(new Set(expected).size).toBeGreaterThan(1000);
  });

  test.each(TARGETS)("has only operators that %s lists, and pools without indices", (target) => {
    const graph = graphOf(network, SIZES[1]!, 1);
    const bytes = encodeOnnx({ graph, weights: scrambledWeights(graph, 5) }, { target });
    const read = decodeOnnx(bytes).graph;
    const operators = new Set(read.nodes.map(({ op }) => ("type" in op.onnx ? op.onnx.type : "")));
    for (const refused of ["MaxUnpool", "Dropout", "Resize"]) expect(operators).not.toContain(refused);
    const used = new Set(read.nodes.flatMap(({ inputs }) => Object.values(inputs).flat()).map((value) => value?.name));
    for (const { outputs } of read.nodes) expect(used).not.toContain(outputs["indices"]?.name ?? "no indices");
  });
});
