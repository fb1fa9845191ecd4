/** Whether an execution provider of ONNX Runtime's Node binding finds something to run on. */
import { buildGraph, float32, floatTensor, initialWeights, relu } from "@linknet-kit/core";
import { encodeOnnx } from "@linknet-kit/onnx";
import type { InferenceSession as Session } from "onnxruntime-node";
import { peers } from "../peers.js";
import { explainProviderError } from "./explainProviderError.js";

const { InferenceSession, Tensor } = peers.load("onnxruntime-node") as typeof import("onnxruntime-node");

/** One run of one node: a provider may be compiled in and still find nothing. Throws with the reason. */
export async function tryProvider(options: Session.SessionOptions): Promise<void> {
  const image = floatTensor([1, 1, 2, 2]);
  const graph = buildGraph("probe", { name: "image", type: float32(...image.shape) }, relu(), "logits");
  try {
    const session = await InferenceSession.create(encodeOnnx({ graph, weights: initialWeights(1) }), options);
    await session.run({ image: new Tensor("float32", image.data, image.shape) });
    await session.release();
  } catch (cause) {
    throw new Error(explainProviderError(cause), { cause });
  }
}
