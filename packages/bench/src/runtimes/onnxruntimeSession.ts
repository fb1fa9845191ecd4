/** What the bindings of ONNX Runtime have in common: sessions and tensors, as https://onnxruntime.ai/docs/api/js defines them. */
import type { Tensor } from "@linknet-kit/core";
import type { InferenceSession, OnnxValue, Tensor as OrtTensor, TensorConstructor } from "onnxruntime-node";
import type { Session, Tensors } from "./runtime.js";

interface Wrapping extends Pick<Session, "device" | "threads"> {
  /** Of the binding that made the session: each accepts only its own. */
  readonly Tensor: TensorConstructor;
}

/** A session that is loaded already, with the device and the number of threads it runs on. */
export function wrapSession(session: InferenceSession, { Tensor: Own, ...known }: Wrapping): Session {
  return {
    ...known,
    run: async (inputs) => {
      const feeds: Record<string, OnnxValue> = {};
      for (const name in inputs) feeds[name] = toOrt(inputs[name]!, Own);
      return fromOrt(await session.run(feeds));
    },
    release: () => session.release(),
  };
}

function toOrt({ dtype, data, shape }: Tensor, Own: TensorConstructor): OrtTensor {
  return new Own(dtype, data, shape);
}

function fromOrt(outputs: InferenceSession.OnnxValueMapType): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (const name in outputs) {
    const { type: dtype, dims: shape, data } = outputs[name] as OrtTensor;
    tensors[name] = { dtype, shape, data } as Tensor;
  }
  return tensors;
}
