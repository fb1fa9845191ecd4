/** ONNX Runtime, which shares nothing with this project: the judge of what is written. */
import { type Tensor, castTensor, printType, sameType } from "@linknet-kit/core";
import * as ort from "onnxruntime-node";

export type Tensors = Readonly<Record<string, Tensor>>;

/** Runs a model, given as bytes or as a path. */
export async function runOnnxRuntime(source: Uint8Array | string, inputs: Tensors): Promise<Tensors> {
  const options: ort.InferenceSession.SessionOptions = { logSeverityLevel: 4 };
  const session = await (typeof source === "string"
    ? ort.InferenceSession.create(source, options)
    : ort.InferenceSession.create(source, options));
  try {
    const feeds = Object.entries(inputs).map(([name, { dtype, data, shape }]) => {
      return [name, new ort.Tensor(dtype, data as never, [...shape])] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, data, dims }]) => [
        name,
        { dtype: type, shape: dims, data: type === "float16" ? patterns(data) : data } as Tensor,
      ]),
    );
  } finally {
    await session.release();
  }
}

/** From Node 24 on ONNX Runtime answers an array of float16. */
function patterns(data: ort.Tensor["data"]): Uint16Array {
  const { buffer, byteOffset, byteLength } = data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/** How results differ, in words; floats may by `tolerance` times the largest that is expected. */
export function differences(given: Tensors, expected: Tensors, tolerance = 1e-5): readonly string[] {
  const names = new Set([...Object.keys(given), ...Object.keys(expected)]);
  return [...names].flatMap((name) => {
    const problem = difference(given[name], expected[name], tolerance);
    return problem === undefined ? [] : [`${name}: ${problem}`];
  });
}

function difference(given: Tensor | undefined, expected: Tensor | undefined, tolerance: number): string | undefined {
  if (given === undefined || expected === undefined) return given === undefined ? "is missing" : "is too many";
  if (!sameType(given, expected)) return `is ${printType(given)}, expected ${printType(expected)}`;
  const [values, wanted] = [numbersOf(given), numbersOf(expected)];
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const allowed = expected.dtype === "int64" ? 0 : tolerance * largest;
  const worst = wanted.findIndex((value, index) => !(Math.abs(value - values[index]!) <= allowed));
  return worst < 0 ? undefined : `is ${values[worst]} at ${worst}, expected ${wanted[worst]}`;
}

function numbersOf(tensor: Tensor): readonly number[] {
  return tensor.dtype === "int64" ? Array.from(tensor.data, Number) : Array.from(castTensor(tensor, "float32").data);
}
