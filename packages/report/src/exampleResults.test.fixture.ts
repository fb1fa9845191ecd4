/** Invented results for the tests: shaped like a suite's, with counts as the networks have them and latencies that no machine measured. */
import type { Count, Latency, Result, ResultFile, ImageSize } from "@linknet-kit/results";

export const sizes = [
  { width: 480, height: 320 },
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

/** GFLOPs at 640x360 under each convention, MB of peak activations, parameters, and the rate an invented machine reaches. */
const networks = {
  segnet: { useful: 285.823, dense: 285.823, paper: 286.09, peakMB: 112.5, parameters: 29_454_548, rate: 172 },
  enet: { useful: 3.455, dense: 3.959, paper: 3.559, peakMB: 35.2, parameters: 364_376, rate: 51 },
  linknet: { useful: 19.478, dense: 22.552, paper: 20.251, peakMB: 56.3, parameters: 11_536_820, rate: 132 },
} as const;

type ExampleNetwork = keyof typeof networks;
export const exampleNetworks = Object.keys(networks) as ExampleNetwork[];

const share = ({ width, height }: ImageSize): number => (width * height) / (640 * 360);

export function exampleCount(network: ExampleNetwork, size: ImageSize, changes: Partial<Count> = {}): Count {
  const { useful, dense, paper, peakMB, parameters } = networks[network];
  const scale = share(size);
  const megabytes = (parameters * 2) / 2 ** 20;
  return {
    network,
    size,
    classes: 20,
    parameters,
    macs: Math.round((useful * scale * 1e9) / 2),
    gflops: { useful: useful * scale, dense: dense * scale, paper: paper * scale },
    weightMB: { fp32: 2 * megabytes, fp16: megabytes },
    activationPeakMB: peakMB * scale,
    ...changes,
  };
}

/** A repeatable stream of numbers in [0, 1): a linear congruential generator. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Samples around a median with a right tail; `slope` is the share by which the last exceeds the first. */
export function exampleLatency(medianMs: number, samples: number, { seed = 1, slope = 0, noise = 0.04 } = {}): Latency {
  const random = randomNumbers(seed);
  const samplesMs = Array.from({ length: samples }, (_, index) => {
    const tail = random() > 0.95 ? 4 * noise * random() : 0;
    return medianMs * (1 + noise * (random() - 0.5) + tail + slope * (index / samples - 0.5));
  });
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const at = (quantile: number): number => sorted[Math.floor(quantile * (samples - 1))] ?? medianMs;
  return {
    samplesMs,
    medianMs: at(0.5),
    meanMs: samplesMs.reduce((sum, sample) => sum + sample, 0) / samples,
    ciLowMs: at(0.5) * (1 - noise / Math.sqrt(samples)),
    ciHighMs: at(0.5) * (1 + noise / Math.sqrt(samples)),
    ...(samples >= 64 ? { p90Ms: at(0.9) } : {}),
    ...(samples >= 662 ? { p99Ms: at(0.99) } : {}),
  };
}

/** A result without latency unless `changes` bring one. */
export function exampleResult(network: string, size: ImageSize, changes: Partial<Result> = {}): Result {
  return {
    network,
    size,
    batch: 1,
    dtype: "fp32",
    runtime: "onnxruntime-node",
    device: "cpu",
    threads: 2,
    status: "failed",
    timedRegion: "host",
    ...changes,
  };
}

/** A valid result of the invented machine, `speed` times as fast as the slowest of its kind. */
export function exampleMeasurement(
  network: ExampleNetwork,
  size: ImageSize,
  changes: Partial<Result> = {},
  speed = 1,
): Result {
  const medianMs = ((networks[network].useful * share(size)) / networks[network].rate / speed) * 1000;
  const seed = size.width + network.length * 7919 + Math.round(speed * 131);
  const latency = exampleLatency(medianMs, Math.max(12, Math.min(800, Math.round(30_000 / medianMs))), { seed });
  return exampleResult(network, size, {
    status: "valid",
    load: { runtimeMs: 71.3, sessionMs: 38 + networks[network].parameters / 90_000, artifactBytes: 46_187_203 },
    warmupRuns: 3,
    firstRunMs: medianMs * 1.3,
    latency,
    throughputFps: 1000 / latency.medianMs,
    peakRssMB: 140 + networks[network].peakMB * share(size) * 2.1,
    outputCheck: {
      passed: true,
      reference: "onnxruntime-node without optimisation, itself checked at 97x65",
      relativeError: 2.4e-6,
      tolerance: 1e-4,
    },
    ...changes,
  });
}

export function exampleFile(results: readonly Result[], changes: Partial<ResultFile> = {}): ResultFile {
  const counted = exampleNetworks.flatMap((network) => sizes.map((size) => exampleCount(network, size)));
  const padded = exampleCount(
    "linknet",
    { width: 640, height: 384 },
    { gflops: { useful: 20.7, dense: 23.98, paper: 21.232 } },
  );
  return {
    schemaVersion: 1,
    createdAt: "2026-11-22T10:05:00.000Z",
    gitRevision: "0123456789abcdef0123456789abcdef01234567",
    environment: exampleEnvironment(),
    suite: { name: "table2", cells: results.length },
    counts: [...counted, padded],
    results: [...results],
    ...changes,
  };
}

export function exampleEnvironment(changes: Partial<ResultFile["environment"]> = {}): ResultFile["environment"] {
  return {
    cpu: { model: "Example(R) Processor 9000 CPU @ 2.20GHz", logicalCores: 4, allowedCores: 2, clockMHz: 2200 },
    memoryMB: 16_038,
    loadAverage: [0.31, 0.42, 0.4],
    os: "Debian GNU/Linux 12",
    kernel: "6.1.0",
    architecture: "x64",
    virtualisation: "docker",
    gpus: [],
    node: "v20.20.2",
    runtimes: { "onnxruntime-node": "1.30.0" },
    gitDirty: false,
    ...changes,
  };
}

/** The file as a machine of another kind wrote it. */
export function onOtherMachine(file: ResultFile, kind = 1): ResultFile {
  return { ...file, environment: { ...file.environment, memoryMB: file.environment.memoryMB + kind } };
}

/** The whole suite on one invented machine: valid, but for one noisy, drifting cell and one that ran out of time. */
export function exampleSuite(changes: Partial<Result> = {}, speed = 1): readonly Result[] {
  return exampleNetworks.flatMap((network) =>
    sizes.map((size): Result => {
      const name = `${network} ${size.width}`;
      if (name === "segnet 1920") {
        return exampleResult(network, size, {
          status: "timeout",
          reason: "No answer within 60 s; the child was ended.",
          ...changes,
        });
      }
      const measured = exampleMeasurement(network, size, changes, speed);
      if (name !== "enet 1280" || !measured.latency) return measured;
      const latency = exampleLatency(measured.latency.medianMs, 60, { seed: 5, slope: 0.4, noise: 0.3 });
      const reason = "The 95 % interval is wider than ±5 % of the median after the budget.";
      return { ...measured, status: "noisy", latency, reason };
    }),
  );
}
