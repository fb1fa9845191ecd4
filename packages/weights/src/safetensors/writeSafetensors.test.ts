import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GraphBuilder,
  InvalidWeightError,
  type Model,
  type Tensor,
  conv2d,
  float32,
  floatTensor,
  givenWeights,
  initialWeights,
  named,
  toFloat16,
} from "@linknet-kit/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readWeights } from "../readWeights.js";
import { fileOf } from "./file.test.fixture.js";
import { readSafetensors } from "./readSafetensors.js";
import { writeSafetensors } from "./writeSafetensors.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "weights-"));
  path = join(folder, "net.safetensors");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A convolution to one filter: a weight of three elements and a bias. */
function smallModel(layer = "a"): Model {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 3, 1, 1));
  const graph = builder.build({ y: named(layer, conv2d({ filters: 1, kernel: 1 }))(x) });
  const tensors = new Map<string, Tensor>([
    [`${layer}/conv2d/weight`, floatTensor([1, 3, 1, 1], [1, 2, 3])],
    [`${layer}/conv2d/bias`, floatTensor([1], [-1])],
  ]);
  return { graph, weights: givenWeights(tensors) };
}

const digestOf = (values: readonly number[]): string =>
  createHash("sha256")
    .update(new Uint8Array(Float32Array.from(values).buffer))
    .digest("hex");

test("The header stands first, padded to eight bytes, then the tensors by name, one after the other", async () => {
  const written = await writeSafetensors(smallModel(), path, { metadata: { network: "net", format: "linknet-kit" } });
  const bytes = await readFile(path);
  const length = Number(bytes.readBigUInt64LE());
  expect(length % 8).toBe(0);
  expect(
    bytes
      .subarray(8, 8 + length)
      .toString()
      .trimEnd(),
  ).toBe(
    `{"__metadata__":{"format":"linknet-kit","network":"net","sha256":"${digestOf([-1, 1, 2, 3])}"},` +
      '"a/conv2d/bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' +
      '"a/conv2d/weight":{"dtype":"F32","shape":[1,3,1,1],"data_offsets":[4,16]}}',
  );
  expect([...new Float32Array(new Uint8Array(bytes.subarray(8 + length)).buffer)]).toEqual([-1, 1, 2, 3]);
  expect(written).toEqual({ path, bytes: 8 + length + 16, files: [path] });
});

test("What is written is read again, in float16 too", async () => {
  for (const model of [smallModel(), toFloat16().run(smallModel())]) {
    await writeSafetensors(model, path, { metadata: { network: "net" } });
    const { tensors, metadata } = await readSafetensors(path);
    expect(Object.fromEntries(metadata)).toMatchObject({ network: "net" });
    expect(tensors.size).toBe(2);
    for (const parameter of model.graph.parameters) {
      expect(tensors.get(parameter.name)).toEqual(model.weights.get(parameter));
    }
  }
});

test.each([
  ["readSafetensors", readSafetensors],
  ["readWeights", readWeights],
])("A bit that changed after it was written is told by %s, wherever it is, with the file's name", async (_, read) => {
  await writeSafetensors(smallModel(), path, { metadata: { network: "net" } });
  const whole = await readFile(path);
  const dataStart = 8 + Number(whole.readBigUInt64LE());
  const firstDigit = whole.indexOf("sha256") + "sha256:".length + 2;
  for (const place of [dataStart, dataStart + 3, whole.length - 1, firstDigit]) {
    const changed = Buffer.from(whole);
    changed[place]! ^= 1;
    await writeFile(path, changed);
    await expect(read(path)).rejects.toMatchObject({
      code: "UNREADABLE_SAFETENSORS",
      message: expect.stringContaining(`${path}: its tensors are not those that were written`) as string,
    });
  }
});

test("What others call sha256 and is none is no digest", async () => {
  const header = { __metadata__: { sha256: "see the page" }, x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } };
  await writeFile(path, fileOf(header, new Uint8Array(4)));
  expect((await readSafetensors(path)).tensors.size).toBe(1);
});

test("Digits of a digest may be capitals", async () => {
  const sha256 = createHash("sha256").update(new Uint8Array(4)).digest("hex").toUpperCase();
  const header = { __metadata__: { sha256 }, x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } };
  await writeFile(path, fileOf(header, new Uint8Array(4)));
  expect((await readSafetensors(path)).tensors.size).toBe(1);
});

test("The same weights give the same bytes, in whatever order the network has them", async () => {
  const { graph, weights } = smallModel();
  await writeSafetensors({ graph, weights }, path);
  const before = await readFile(path);
  await writeSafetensors({ graph: { ...graph, parameters: graph.parameters.toReversed() }, weights }, path);
  expect((await readFile(path)).equals(before)).toBe(true);
});

test("Larger elements come first, so that all are aligned", async () => {
  const builder = new GraphBuilder("mixed");
  const types = { a: "float16", b: "int64", c: "float32", d: "float16", 10: "float32" } as const;
  for (const [name, dtype] of Object.entries(types)) {
    builder.parameter(name, { type: { dtype, shape: [1] }, initial: { kind: "given" } });
  }
  const graph = {
    ...builder.build({}),
    parameters: Object.entries(types).map(([name, dtype]) => ({
      name,
      type: { dtype, shape: [1] },
      initial: { kind: "given" } as const,
    })),
  };
  const data = { float16: Uint16Array.of(1), float32: Float32Array.of(1), int64: BigInt64Array.of(1n) };
  await writeSafetensors(
    { graph, weights: { get: ({ type }) => ({ ...type, data: data[type.dtype as keyof typeof data] }) as Tensor } },
    path,
  );
  const bytes = await readFile(path);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString();
  expect([...header.matchAll(/"(\w+)":\{"dtype":"(\w+)"/g)].map(([, name, type]) => `${name} ${type}`)).toEqual([
    "b I64",
    "10 F32",
    "c F32",
    "a F16",
    "d F16",
  ]);
  expect((await readSafetensors(path)).tensors.size).toBe(5);
});

test("A name that the format keeps for itself is refused", async () => {
  const { graph, weights } = smallModel();
  const parameters = graph.parameters.map((parameter) => ({ ...parameter, name: "__metadata__" }));
  await expect(writeSafetensors({ graph: { ...graph, parameters }, weights }, path)).rejects.toThrow(
    InvalidWeightError,
  );
  expect(await readdir(folder)).toEqual([]);
});

test("An aborted file leaves the older one, and nothing else", async () => {
  await writeSafetensors(smallModel(), path);
  const older = await readFile(path);
  const abort = new AbortController();
  const { graph } = smallModel();
  const weights = {
    get: (parameter: Model["graph"]["parameters"][number]) => {
      abort.abort(new Error("interrupted"));
      return initialWeights(0).get(parameter);
    },
  };
  await expect(writeSafetensors({ graph, weights }, path, { signal: abort.signal })).rejects.toThrow("interrupted");
  expect(await readFile(path)).toEqual(older);
  expect(await readdir(folder)).toEqual(["net.safetensors"]);
});
