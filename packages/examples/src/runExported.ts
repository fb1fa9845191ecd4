/** Runs ENet in ONNX Runtime on one image and prints the most frequent class. Run: node packages/examples/dist/runExported.js */
import { initialWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";

const size = { width: 160, height: 96 };
const model = { graph: buildNetwork("enet", { size, classes: 12 }), weights: initialWeights(0) };
const session = await InferenceSession.create(encodeOnnx(model));

const pixels = new Float32Array(3 * size.height * size.width).fill(0.5);
const { logits } = await session.run({ image: new Tensor("float32", pixels, [1, 3, size.height, size.width]) });
if (logits === undefined) throw new Error("the network has no logits");

const scores = logits.data as Float32Array;
const area = size.width * size.height;
const counts = new Map<number, number>();
for (let pixel = 0; pixel < area; pixel += 1) {
  const classes = Array.from({ length: 12 }, (_, each) => scores[each * area + pixel] ?? Number.NEGATIVE_INFINITY);
  const best = classes.indexOf(Math.max(...classes));
  counts.set(best, (counts.get(best) ?? 0) + 1);
}
const [[label, pixelsOfLabel] = [0, 0]] = [...counts].toSorted((a, b) => b[1] - a[1]);
console.log(`${logits.dims.join("x")}: class ${label} on ${pixelsOfLabel} of ${area} pixels`);
