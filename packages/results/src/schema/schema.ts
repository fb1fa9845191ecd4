/**
 * The result file: what a suite writes, a report reads and other tools build on. Fields are added, never renamed; a change that
 * older readers would misread raises `SCHEMA_VERSION`.
 */
import { z } from "zod";
import { listOf, recordOf } from "./lists.js";
import { amount, count, milliseconds } from "./quantities.js";
import { noProfileSchema, profileSchema } from "./profileSchema.js";

export const SCHEMA_VERSION = 1;

/** More shards than any plan is cut into. */
export const MOST_SHARDS = 999_999;

/** Width and height in pixels, in the paper's order. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{16}$/);
export const sizeSchema = z.strictObject({ width: z.int().positive(), height: z.int().positive() });

/** What became of a cell. Only `valid` and `noisy` carry a latency that a report may show as a measurement. */
export const statusSchema = z.enum([
  "valid",
  "noisy",
  "throttled",
  "fallback",
  "incorrect",
  "unavailable",
  "failed",
  "timeout",
]);

/** Cost of one network at one size, as `linknet count --json` prints it. `macs` are the `useful` ones, `weightMB` in 2^20 bytes. */
export const countSchema = z.object({
  network: z.string(),
  size: sizeSchema,
  classes: count,
  parameters: count,
  macs: count,
  gflops: z.object({ useful: amount, dense: amount, paper: amount }),
  weightMB: z.object({ fp32: amount, fp16: amount }),
  activationPeakMB: amount,
  /** What a pass moves through memory layer by layer at the least, weights included, in 2^20 bytes; older files have none. */
  trafficMB: amount.optional(),
  /** What tells the graph from another of its name; older files have none. */
  fingerprint: fingerprintSchema.optional(),
});

/** Steady-state latency of one inference. Percentiles are absent below their minimum of samples (64 for p90, 662 for p99). */
export const latencySchema = z
  .object({
    samplesMs: listOf(milliseconds, { least: 1 }),
    medianMs: milliseconds,
    p90Ms: milliseconds.optional(),
    p99Ms: milliseconds.optional(),
    meanMs: milliseconds,
    /** 95 % bootstrap interval of the median. */
    ciLowMs: milliseconds,
    ciHighMs: milliseconds,
  })
  .refine(({ ciLowMs, medianMs, ciHighMs }) => ciLowMs <= medianMs && medianMs <= ciHighMs, {
    path: ["medianMs"],
    message: "the median lies outside its interval",
  });

/** Cold costs, apart from the steady state: `sessionMs` covers parsing, optimising and compiling the artifact. */
export const loadSchema = z.object({
  runtimeMs: milliseconds,
  sessionMs: milliseconds,
  artifactBytes: count,
  /** Of the artifact's files, in hexadecimal. */
  artifactSha256: z.string().optional(),
});

/** The output of a timed run against a reference; `reference` names where the expected output came from. */
export const outputCheckSchema = z.object({
  passed: z.boolean(),
  reference: z.string(),
  /** Largest absolute difference divided by the largest absolute reference value. */
  relativeError: z.number().nonnegative(),
  tolerance: z.number().nonnegative(),
  /** Share of the output's elements whose error is above the tolerance; absent where that is none. */
  shareAbove: z.number().min(0).max(1).optional(),
  /**
   * The most that `shareAbove` may be; none unless given. A network that unpools passes on where its maxima stood, and where two
   * values are equal but for rounding, another order of summation moves one of them and all that depends on it.
   */
  allowedShareAbove: z.number().min(0).max(1).optional(),
});

/** What a model from a file is fed. */
const inputSchema = z.object({ name: z.string(), dtype: z.string(), shape: listOf(count) });

export const resultSchema = z.object({
  network: z.string(),
  size: sizeSchema,
  batch: z.int().positive(),
  dtype: z.string(),
  runtime: z.string(),
  device: z.string(),
  /** Those that really ran; `requestedThreads` is there where the runtime was asked for another number. */
  threads: count,
  requestedThreads: count.optional(),
  /** Of a user's file: everything that it was fed; its `size` is that of its image, or else of its last two axes. */
  inputs: listOf(inputSchema).optional(),
  status: statusSchema,
  /** `host`: from the input tensor in host memory to the output tensor readable in host memory. */
  timedRegion: z.literal("host"),
  load: loadSchema.optional(),
  warmupRuns: count.optional(),
  firstRunMs: milliseconds.optional(),
  latency: latencySchema.optional(),
  throughputFps: amount.optional(),
  peakRssMB: amount.optional(),
  outputCheck: outputCheckSchema.optional(),
  /** Nodes by the execution provider that ran them, in another run than the timed ones; absent where the runtime cannot tell. */
  providers: recordOf(count).optional(),
  /** Where the time goes, in other runs than the timed ones; there where it was asked for. */
  profile: z.union([profileSchema, noProfileSchema]).optional(),
  /** Why there is no latency, or why it must not be trusted; required by readers whenever the status is not `valid`. */
  reason: z.string().optional(),
});

/** The machine and the software, captured once a suite, before the first cell. */
export const environmentSchema = z.object({
  cpu: z.object({
    model: z.string(),
    logicalCores: count,
    allowedCores: count,
    governor: z.string().optional(),
    clockMHz: amount.optional(),
  }),
  memoryMB: amount,
  loadAverage: z.tuple([amount, amount, amount]),
  os: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  /** `docker`, `kvm`, ... or absent on bare metal. */
  virtualisation: z.string().optional(),
  gpus: listOf(z.object({ model: z.string(), driver: z.string().optional(), memoryMB: amount.optional() })),
  /** Version of Node; empty where a page in a browser measured. */
  node: z.string(),
  /** The browser of a page that measured; pages are not told the processor's name, the load or the kernel. */
  browser: z.object({ name: z.string(), userAgent: z.string(), crossOriginIsolated: z.boolean() }).optional(),
  /** Version by runtime name. */
  runtimes: recordOf(z.string()),
  gitDirty: z.boolean().optional(),
});

/** Cells of one runtime that belong to a suite and are not measured. */
export const leftOutSchema = z.object({
  runtime: z.string(),
  /** Each with all the batches and threads of the suite. */
  cells: listOf(z.object({ network: z.string(), size: sizeSchema }), { least: 1 }),
  reason: z.string(),
});

/**
 * What a runtime's own kernels reach at most, the best of some runs in the same suite. On a GPU the copies to it and back and what it takes to
 * start a run are within the time, which `isOfLongRuns` says whether they matter to.
 */
export const roofSchema = z.object({
  runtime: z.string(),
  device: z.string(),
  threads: count,
  requestedThreads: count.optional(),
  /** 10^9 floating-point operations a second of a matrix product; a multiplication and an addition are two. */
  gflops: amount.positive().optional(),
  /** Of the run that reached it. */
  matrixProductMs: amount.positive().optional(),
  /** 10^9 bytes read and written a second, of images that no cache holds. */
  gigabytesPerSecond: amount.positive().optional(),
  /** Of the run that reached it. */
  copyMs: amount.positive().optional(),
  /** Why one of them is missing, or only of a short run. */
  reason: z.string().optional(),
});

const shardNumber = z.int().min(1).max(MOST_SHARDS);
const planSchema = z
  .object({ id: z.string(), of: shardNumber, shards: listOf(shardNumber, { least: 1 }) })
  .refine(({ of, shards }) => shards.every((shard) => shard <= of) && new Set(shards).size === shards.length, {
    path: ["shards"],
    message: "one of them is none of the plan's, or there twice",
  });

export const resultFileSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  createdAt: z.iso.datetime(),
  gitRevision: z.string(),
  /** Of how many files `linknet merge` made this one; absent where it was measured. */
  mergedFiles: count.optional(),
  environment: environmentSchema,
  /** The suite's name and how many cells it has; fewer results than cells mean an interrupted suite, which a rerun resumes. */
  suite: z.object({
    name: z.string(),
    cells: count,
    budgetSeconds: amount.positive().optional(),
    /** Of a suite that several machines share: which of the plan's `of` shards, counted from 1, are here. */
    plan: planSchema.optional(),
    /** Users' files among the networks, and which content they had, all files with weights included. */
    models: listOf(
      z.object({ network: z.string(), file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    ).optional(),
    /** Numbers of runs that were asked for; else the budget decides. */
    runs: z.object({ iterations: count.optional(), warmup: count.optional() }).optional(),
    /** What was not planned: a slow runtime's large cells, and all but one cell of a runtime that is not there. */
    leftOut: listOf(leftOutSchema).optional(),
  }),
  /** Computed costs of the suite's networks, so that a report needs no network definition. */
  counts: listOf(countSchema),
  roofs: listOf(roofSchema).optional(),
  results: listOf(resultSchema),
});

export type ImageSize = z.infer<typeof sizeSchema>;
export type Status = z.infer<typeof statusSchema>;
export type Count = z.infer<typeof countSchema>;
export type Latency = z.infer<typeof latencySchema>;
export type OutputCheck = z.infer<typeof outputCheckSchema>;
export type Result = z.infer<typeof resultSchema>;
export type Environment = z.infer<typeof environmentSchema>;
export type Roof = z.infer<typeof roofSchema>;
export type LeftOut = z.infer<typeof leftOutSchema>;
export type ResultFile = z.infer<typeof resultFileSchema>;
export type { Profile, ProfileRow } from "./profileSchema.js";
