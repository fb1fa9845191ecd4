/** The networks as TensorRT 8.2 gets them compute what they compute with real unpools, in the same runtime. */
import { type Graph, isAbsent, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { decodeOnnx, encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

const SIZES = [
  { width: 64, height: 48 },
  { width: 97, height: 65 },
];

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

describe.each(realTimeNetworks.map(({ name }) => name))("%s", (network) => {
  test.each(SIZES)("gives the same to the bit at $width x $height, two images at once", async (size) => {
    const graph = graphOf(network, size, 2);
    const model = { graph, weights: scrambledWeights(graph, 5) };
    const lowered = await run(encodeOnnx(model, { target: "tensorrt-8.2" }), graph);
    const expected = await run(encodeOnnx(model), graph);
    expect(lowered.every((value, index) => value === expected[index])).toBe(true);
    expect(new Set(expected).size).toBeGreaterThan(1000);
  });

  test("has only operators that TensorRT 8.2 lists, and pools without indices", () => {
    const graph = graphOf(network, SIZES[1]!, 1);
    const bytes = encodeOnnx({ graph, weights: scrambledWeights(graph, 5) }, { target: "tensorrt-8.2" });
    const read = decodeOnnx(bytes).graph;
    const operators = new Set(read.nodes.map(({ op }) => (isAbsent(op.onnx) ? "" : op.onnx[0]!.operator)));
    for (const refused of ["MaxUnpool", "Dropout", "Resize"]) expect(operators).not.toContain(refused);
    const used = new Set(read.nodes.flatMap(({ inputs }) => Object.values(inputs).flat()).map((value) => value?.name));
    for (const { outputs } of read.nodes) expect(used).not.toContain(outputs["indices"]?.name ?? "no indices");
  });
});
