import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResultFile, Roof } from "@linknet-kit/results";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDevice } from "./openDevice.js";

const roofs: Roof[] = [
  { runtime: "fast", device: "a processor", threads: 1, gflops: 50, gigabytesPerSecond: 8 },
  { runtime: "fast", device: "a processor", threads: 2, gflops: 100, gigabytesPerSecond: 10 },
  { runtime: "half", device: "a processor", threads: 2, gflops: 20, reason: "copy: out of memory" },
  { runtime: "gpu", device: "a card", threads: 1, gflops: 900, gigabytesPerSecond: 5 },
];

const measured: ResultFile = {
  schemaVersion: 1,
  createdAt: "2026-11-22T10:00:00.000Z",
  gitRevision: "unknown",
  environment: {
    cpu: { model: "a processor", logicalCores: 2, allowedCores: 2 },
    memoryMB: 8192,
    loadAverage: [0, 0, 0],
    os: "a system",
    kernel: "1",
    architecture: "x64",
    gpus: [],
    node: "20.19.0",
    runtimes: {},
  },
  suite: { name: "default", cells: 0 },
  counts: [],
  roofs,
  results: [],
};

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "measured-"));
  path = join(folder, "result.json");
  await writeFile(path, JSON.stringify(measured));
  await writeFile(join(folder, "without.json"), JSON.stringify({ ...measured, roofs: undefined }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const read = (word: string) => openDevice(`${path}#${word}`);

test.each([
  ["result.json#", 'there is no device "result.json#"'],
  ["#onnx", 'there is no device "#onnx"'],
  ["result.txt#onnx", 'there is no device "result.txt#onnx"'],
  ["no-such-device.json", "no-such-device.json"],
])("%s names no result file", async (word, problem) => {
  await expect(openDevice(word)).rejects.toThrow(problem);
});

test("A name of the table is that device", async () => {
  expect(await openDevice("jetson-tx1")).toMatchObject({ title: "Jetson TX1" });
});

test("The roofs are the peaks, of the most capable number of threads unless one is named", async () => {
  expect(await read("fast")).toMatchObject({ fp32Tflops: 0.1, memoryGBps: 10, hostLinkGBps: 10, memoryGiB: 8 });
  expect(await read("fast@1")).toMatchObject({ fp32Tflops: 0.05, memoryGBps: 8 });
});

test.each([
  ["fst", 'did you mean "fast"'],
  ["fast@3", "no roof with 3 threads"],
  ["half@1", "no roof with 1 thread"],
  ["half", "a roof is missing: copy: out of memory"],
  ["gpu", "roofs of a GPU"],
])("%s is refused in words", async (word, problem) => {
  await expect(read(word)).rejects.toThrow(problem);
});

test("A file without roofs says how to measure them", async () => {
  await expect(openDevice(`${join(folder, "without.json")}#fast`)).rejects.toThrow("the file has no roofs");
});
