/** What the bindings of ONNX Runtime have in common: sessions and tensors, as https://onnxruntime.ai/docs/api/js defines them. */
import type { Tensor } from "@linknet-kit/core";
import type { InferenceSession, OnnxValue, Tensor as OrtTensor, TensorConstructor } from "onnxruntime-node";
import type { Session, Tensors } from "../runtime/runtime.js";

interface Wrapping extends Pick<Session, "device" | "threads"> {
  /** Of the binding that made the session: each accepts only its own. */
  readonly Tensor: TensorConstructor;
}

/** A session that is loaded already, with the device and the number of threads it runs on. */
export function wrapSession(session: InferenceSession, { Tensor: Own, ...known }: Wrapping): Session {
  return {
    ...known,
    run: async (inputs) => {
      // Without a prototype, since a stranger's input may be called as a part of one.
      const feeds = Object.create(null) as Record<string, OnnxValue>;
      for (const name in inputs) feeds[name] = toOrt(inputs[name]!, Own);
      return fromOrt(await session.run(feeds));
    },
    release: () => session.release(),
  };
}

function toOrt({ dtype, data, shape }: Tensor, Own: TensorConstructor): OrtTensor {
  return new (Own as new (dtype: string, data: unknown, shape: readonly number[]) => OrtTensor)(dtype, data, shape);
}

/** What is no tensor of numbers, as text or a list of tensors, is left out. */
function fromOrt(outputs: InferenceSession.OnnxValueMapType): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (const name in outputs) {
    const { type: dtype, dims: shape, data } = outputs[name] as OrtTensor;
    if (ArrayBuffer.isView(data))
      tensors[name] = { dtype, shape, data: dtype === "float16" ? patterns(data) : data } as Tensor;
  }
  return tensors;
}

/** JavaScript engines that have arrays of float16 get these, all others bit patterns. */
function patterns({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}
