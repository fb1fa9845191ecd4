/** Defines a small network, counts it, writes it as ONNX and reads it back. Run: node packages/examples/dist/defineNetwork.js */
import {
  type Layer,
  add,
  batchNorm,
  buildGraph,
  conv2d,
  convTranspose2d,
  countCost,
  float32,
  initialWeights,
  named,
  printGraph,
  relu,
  sequence,
} from "@linknet-kit/core";
import { readOnnx, writeOnnx } from "@linknet-kit/onnx";

const unit = (filters: number, stride: number): Layer =>
  sequence(conv2d({ filters, kernel: 3, stride, padding: 1, bias: false }), batchNorm(), relu());

/** Halves the image twice and doubles it twice; the half-size features are passed by, as LinkNet does it. */
const network: Layer = (image) => {
  const half = named("encoder1", unit(16, 2))(image);
  const quarter = named("encoder2", unit(32, 2))(half);
  const back = named("decoder2", convTranspose2d({ filters: 16, kernel: 2, stride: 2 }))(quarter);
  return named("decoder1", convTranspose2d({ filters: 4, kernel: 2, stride: 2 }))(add()(back, half));
};

const graph = buildGraph("tiny", { name: "image", type: float32(1, 3, 64, 96) }, network, "logits");
const { parameters, flops } = countCost(graph);
console.log(printGraph(graph));
console.log(`${parameters} parameters, ${(flops.useful / 1e6).toFixed(1)} MFLOPs`);

const { path, bytes } = await writeOnnx({ graph, weights: initialWeights(0) }, process.argv[2] ?? "tiny.onnx");
const read = await readOnnx(path);
console.log(`${path}: ${bytes} bytes, ${read.graph.nodes.length} nodes`);
