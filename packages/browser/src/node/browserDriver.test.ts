import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildGraph, float32, floatTensor, initialWeights, named, relu, sequence } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";
import { oneNodeBytes } from "@linknet-kit/fixtures";
import { writeOnnx } from "@linknet-kit/onnx";
import { writeTfjs } from "@linknet-kit/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { driverOf } from "./browserDriver.js";
import { ChromiumHost } from "./chromiumHost.js";
import { TooLargeForBrowserError } from "./loadArtifact.js";

const host = new ChromiumHost({ staysOpen: true });
const wasm = driverOf("onnxruntime-wasm", { host });
const webgpu = driverOf("onnxruntime-webgpu", { host });
const webgl = driverOf("onnxruntime-webgl", { host });

const caseOf = (op: string) => caseModels.find((each) => each.op.name === op)!;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "browser-driver-"));
});
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

async function written(op: string): Promise<string> {
  const path = join(folder, `${op}.onnx`);
  await writeOnnx(caseOf(op).model, path);
  return path;
}

test("Threads are read back, and so is what the GPU's runtimes run on", async () => {
  const path = await written("relu");
  const onCpu = await wasm.load(path, { threads: 2 });
  expect(onCpu.threads).toBe(2);
  expect(onCpu.device).toBeUndefined();
  await onCpu.release();

  const onGpu = await webgpu.load(path, { threads: 2 });
  expect(onGpu.threads).toBe(1);
  expect(onGpu.device).toBe((await webgpu.probe()).device);
  await onGpu.release();
});

test("Where nodes ran is told: on the GPU, or on the CPU against what was asked for", async () => {
  const placed = async (op: string) => await webgpu.place!(await written(op), caseOf(op).inputs, { threads: 1 });
  expect(await placed("relu")).toEqual({ providers: { WebGpuExecutionProvider: 1 } });
  expect(await placed("spaceToDepth")).toEqual({
    providers: { CPUExecutionProvider: 1 },
    fallback: "all 1 nodes ran on the CPU",
  });
});

test("tfjs gives values of inner nodes where they are asked for", async () => {
  const image = { name: "image", type: float32(1, 1, 1, 2) };
  const twice = buildGraph("twice", image, sequence(named("first", relu()), named("second", relu())), "scores");
  const [inner] = Object.values(twice.nodes[0]!.outputs);
  await writeTfjs({ graph: twice, weights: initialWeights(1) }, join(folder, "twice"));
  const tfjs = driverOf("tfjs-wasm", { host });
  const session = await tfjs.load(join(folder, "twice", "model.json"), { threads: 1, values: [inner!.name] });
  const outputs = await session.run({ image: floatTensor([1, 1, 2, 1], [-3, 4]) });
  expect(Object.keys(outputs).toSorted()).toEqual([inner!.name, "scores"].toSorted());
  expect([...outputs[inner!.name]!.data]).toEqual([0, 4]);
  await session.release();
});

test("A file that is no model is an error, and the next is loaded", async () => {
  const path = join(folder, "damaged.onnx");
  await writeFile(path, "no model");
  await expect(wasm.load(path, { threads: 1 })).rejects.toThrow("protobuf parsing failed");
  await (await wasm.load(await written("relu"), { threads: 1 })).release();
});

test("A file that is not there is an error", async () => {
  await expect(wasm.load(join(folder, "missing.onnx"), { threads: 1 })).rejects.toThrow("missing.onnx");
});

test("A model comes with the files that hold its weights, and only with those that fit into a page", async () => {
  const path = join(folder, "outside.onnx");
  const externalData = { folder, files: ["scale.bin"] };
  await writeFile(join(folder, "scale.bin"), new Uint8Array(Float32Array.of(2, -3).buffer));
  await writeFile(path, oneNodeBytes({ op: "Mul", type: 1, shape: [1, 2], weightIn: "scale.bin" }));
  for (const runtime of [wasm, webgl]) {
    const session = await runtime.load(path, { threads: 1, externalData });
    const outputs = await session.run({ x: floatTensor([1, 2], [5, 7]) });
    expect([...outputs["y"]!.data]).toEqual([10, -21]);
    await session.release();
  }

  await truncate(join(folder, "scale.bin"), 2 ** 31);
  await expect(wasm.load(path, { threads: 1, externalData })).rejects.toThrow(TooLargeForBrowserError);
});

test("A session that was released cannot run", async () => {
  const session = await wasm.load(await written("relu"), { threads: 1 });
  await session.release();
  await expect(session.run(caseOf("relu").inputs)).rejects.toThrow("the session was released");
});

test("A runtime that does not answer in time is not there", async () => {
  const slow = driverOf("tfjs-webgpu", { host, probeMs: 0 });
  await expect(slow.probe()).rejects.toThrow("its worker in Chromium did not answer for 0 s");
});
