/** Whole networks that PyTorch wrote, without their weights: counted as PyTorch counts them, and run beside ONNX Runtime. */
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate, fillUniform, floatTensor, seededUniform, summariseCost } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { ModelProto, TensorProto, type onnx } from "../onnxProto.js";
import { differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { value } from "./proto.test.fixture.js";
import { readOnnx } from "../onnxFile.js";

const folder = new URL("../../../../fixtures/pytorch/", import.meta.url);

/**
 * As `torch.utils.flop_counter` of PyTorch counts them of the modules, on the images that they were exported for. They are run on smaller
 * ones, but for the one whose crops are to the sizes of its own.
 */
const networks = [
  { file: "resnet18-torchscript.onnx", macs: 1_814_073_344, runOn: { height: 64, width: 64, given: [1, 1000] } },
  { file: "resnet18-dynamo.onnx", macs: 1_814_073_344, runOn: { height: 64, width: 64, given: [1, 1000] } },
  { file: "linknet-dynamo.onnx", macs: 9_738_895_360, runOn: { height: 72, width: 64, given: [1, 20, 72, 64] } },
  { file: "linknet-torchscript.onnx", macs: 9_738_895_360 },
];

/** Of four bytes an element, all that lie beside the file. */
const isElsewhere = ({ dataLocation }: onnx.ITensorProto) => dataLocation === TensorProto.DataLocation.EXTERNAL;
const elementsOf = ({ dims }: onnx.ITensorProto) =>
  (dims ?? []).reduce<number>((count, side) => count * Number(side), 1);

test.each(networks)("$file costs what it does in PyTorch", async ({ file, macs }) => {
  const temporary = await mkdtemp(join(tmpdir(), "pytorch-"));
  try {
    const path = join(temporary, file);
    await copyFile(new URL(file, folder), path);
    const weights = (ModelProto.decode(await readFile(path)).graph?.initializer ?? []).filter(isElsewhere);
    const bytes = 4 * weights.reduce((sum, weight) => sum + elementsOf(weight), 0);
    await writeFile(`${path}.data`, "");
    await truncate(`${path}.data`, bytes);
    expect(summariseCost((await readOnnx(path)).graph).macs).toBe(macs);
  } finally {
    await rm(temporary, { recursive: true });
  }
});

/** Numbers between -scale and scale, drawn by a name. */
function drawn(name: string, length: number, scale: number): Float32Array {
  const values = new Float32Array(length);
  fillUniform(values, seededUniform(1, name));
  for (let index = 0; index < length; index += 1) values[index] = scale * (2 * values[index]! - 1);
  return values;
}

/** The file with weights that keep values about as large from layer to layer, for images of another size. */
async function withWeights(file: string, image: readonly number[]): Promise<Uint8Array> {
  const proto = ModelProto.decode(await readFile(new URL(file, folder)));
  const graph = proto.graph!;
  for (const weight of (graph.initializer ?? []).filter(isElsewhere)) {
    const [, ...perFilter] = (weight.dims ?? []).map(Number);
    const scale = Math.sqrt(6 / perFilter.reduce((count, side) => count * side, 1));
    const values = drawn(weight.name!, elementsOf(weight), perFilter.length === 0 ? 0.1 : scale);
    Object.assign(weight, { rawData: new Uint8Array(values.buffer), dataLocation: 0, externalData: [] });
  }
  graph.input = [value("x", ...image)];
  graph.output = [{ name: "y", type: { tensorType: { elemType: 1 } } }];
  graph.valueInfo = [];
  return ModelProto.encode(proto).finish();
}

const running = networks.flatMap(({ file, runOn }) => (runOn === undefined ? [] : [{ file, ...runOn }]));

test.each(running)("$file computes what ONNX Runtime does", async ({ file, height, width, given }) => {
  const shape = [1, 3, height, width];
  const bytes = await withWeights(file, shape);
  const x = floatTensor(shape, drawn("x", 3 * height * width, 1));
  const expected = await runOnnxRuntime(bytes, { x });
  const y = expected["y"]!;
  expect(y.shape).toEqual(given);
  expect(Array.from(y.data, Number).some((each) => Math.abs(each) > 1e-2)).toBe(true);
  expect(differences(evaluate(decodeOnnx(bytes), { x }), expected)).toEqual([]);
});
