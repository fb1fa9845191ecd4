/** A result file as a suite would write it, with made-up numbers; for tests. */
import { type Profile, type Result, type ResultFile, SCHEMA_VERSION } from "../schema/schema.js";
import { summariseLatency } from "../statistics/latency.js";

export const fakeResult: Result = {
  network: "relu",
  size: { width: 8, height: 6 },
  batch: 1,
  dtype: "fp32",
  runtime: "fake/behaves",
  device: "fake device",
  threads: 1,
  status: "valid",
  timedRegion: "host",
  load: { runtimeMs: 1.5, sessionMs: 2.25, artifactBytes: 300 },
  warmupRuns: 3,
  firstRunMs: 4,
  latency: summariseLatency([3, 1, 2, 1.5, 2.5]),
  throughputFps: 500,
  peakRssMB: 80,
  outputCheck: { passed: true, reference: "evaluator", relativeError: 1e-7, tolerance: 1e-4 },
};

export const fakeProfile: Profile = {
  runs: 3,
  runMs: 2.5,
  overheadMs: 0.5,
  rows: [{ kind: "layers", layers: ["relu"], kernels: ["Relu"], medianMs: 2, macs: 0, bytes: 1152 }],
  withoutKernel: [],
};

export const fakeResultFile: ResultFile = {
  schemaVersion: SCHEMA_VERSION,
  createdAt: "2026-11-22T10:00:00.000Z",
  gitRevision: "unknown",
  environment: {
    cpu: { model: "fake processor", logicalCores: 2, allowedCores: 2 },
    memoryMB: 1024,
    loadAverage: [0.1, 0.2, 0.3],
    os: "fake system",
    kernel: "1.0",
    architecture: "x64",
    gpus: [],
    node: "20.19.0",
    runtimes: { "fake/behaves": "1.0.0" },
  },
  suite: { name: "fake", cells: 1, budgetSeconds: 10 },
  counts: [],
  results: [fakeResult],
};
