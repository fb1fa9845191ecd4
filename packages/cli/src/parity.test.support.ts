/** Every network, as exported, gives in ONNX Runtime what the reference evaluator gives. */
import {
  type FloatTensor,
  type Graph,
  type Model,
  type Tensor,
  evaluate,
  floatTensor,
  floats,
  printGraph,
  scrambledWeights,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { type EmitOptions, decodeOnnx, encodeOnnx, lowerGraph } from "@linknet-kit/onnx";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { withChosenMaxima } from "./chosenMaxima.test.support.js";

/** Pools leave a rest everywhere. */
const ODD = { width: 97, height: 65 };
/** Pools leave none: no more than all channels of the odd size show. */
const EVEN = { width: 160, height: 96 };
/** With LINKNET_FULL_PARITY=1 every network has all its channels everywhere, and the large images are four times as large. */
const IS_FULL = process.env["LINKNET_FULL_PARITY"] === "1";
/** Odd at every level, no multiple of anything: all borders of all networks come into play. */
const LARGE = IS_FULL ? { width: 641, height: 363 } : { width: 321, height: 187 };
/** The reference would take minutes for these at that size. */
const SLOW_WHEN_LARGE = ["segnet", "linknet-without-bypass"];
/** A quarter of the channels leaves the geometry, and what a batch changes, as they are; so does half of that. */
const NARROW = 0.25;
const TOLERANCE = 1e-4;
const MINUTES = 60_000;

interface Setting {
  readonly size: { readonly width: number; readonly height: number };
  readonly batch: number;
  readonly width: number;
}

/** The network as it is written, with the positions of its maxima as further outputs. */
function modelOf(network: string, setting: Setting): Model {
  const graph = buildNetwork(network, setting);
  const lowered = lowerGraph(graph, "onnxruntime");
  const indices = lowered.nodes.flatMap(({ outputs }) => outputs["indices"] ?? []);
  const read = new Set(lowered.nodes.map(({ inputs }) => (inputs["indices"] as { name: string } | undefined)?.name));
  const outputs = [...lowered.outputs, ...indices.filter(({ name }) => read.has(name))];
  return { graph: { ...lowered, outputs }, weights: scrambledWeights(graph, 11) };
}

/** Noise that is the same every time. */
export function picture({ inputs }: Graph): FloatTensor {
  const image = floatTensor(inputs[0]!.type.shape);
  for (let index = 0; index < image.data.length; index += 1) {
    const texture = Math.sin((index % 1e6) * 12.9898 + index / 1e6) * 43758.5453;
    image.data[index] = texture - Math.floor(texture);
  }
  return image;
}

async function runOnnx(model: Model, image: FloatTensor, options: EmitOptions = {}): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(encodeOnnx(model, options), { logSeverityLevel: 3 });
  try {
    const outputs = await session.run({ image: new OrtTensor("float32", image.data, [...image.shape]) });
    const tensors = Object.entries(outputs).map(([name, { type: dtype, dims: shape, data }]) => [
      name,
      { dtype, shape, data },
    ]);
    return Object.fromEntries(tensors) as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}

/** The largest difference, over the largest expected value. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 0];
  expected.forEach((value, index) => {
    difference = Math.max(difference, Math.abs(value - actual[index]!));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}

/** Of ONNX Runtime's output against the reference's, and of a file of an open batch against one of a fixed batch. */
async function relativeErrors(network: string, setting: Setting): Promise<readonly number[]> {
  const model = modelOf(network, setting);
  const image = picture(model.graph);
  const { logits, ...indices } = await runOnnx(model, image);
  const expected = evaluate(withChosenMaxima(model, indices), { image });
  const error = relativeError(floats(logits!), floats(expected["logits"]!));
  if (setting.batch === 1) return [error];
  const open = await runOnnx(modelOf(network, { ...setting, batch: 1 }), image, { dynamicBatch: true });
  return [error, relativeError(floats(open["logits"]!), floats(logits!))];
}

/** The tests of one network; each network has a file of its own, so that they run side by side. */
export function describeParity(network: string): void {
  describe(`${network}, as it is exported,`, () => {
    describe.each([1, 2])("with batch %i", (batch) => {
      const smallWidth = batch > 1 && !IS_FULL ? NARROW : 1;
      const largeWidth = SLOW_WHEN_LARGE.includes(network) && !IS_FULL ? NARROW / batch : smallWidth;
      const evenWidth = IS_FULL ? 1 : NARROW;
      test.each([
        { ...ODD, channels: smallWidth },
        { ...EVEN, channels: evenWidth },
      ])(
        "runs as the reference does at $width x $height",
        async ({ channels, ...size }) => {
          const errors = await relativeErrors(network, { size, batch, width: channels });
          expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
        },
        5 * MINUTES,
      );

      test.each([LARGE])(
        "runs as the reference does at $width x $height",
        async (size) => {
          const errors = await relativeErrors(network, { size, batch, width: largeWidth });
          expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
        },
        20 * MINUTES,
      );
    });

    test.each([11, 13, 17, 21])("is the same graph again when it is read back from opset %i", (opset) => {
      const graph = buildNetwork(network, { size: { width: 97, height: 65 }, batch: 2, width: 0.25 });
      const read = decodeOnnx(encodeOnnx({ graph, weights: scrambledWeights(graph, 11) }, { opset }));
      expect(printGraph(read.graph)).toBe(printGraph(lowerGraph(graph, "onnxruntime")));
    });
  });
}
