/** The columns of the CSV, each with what it takes from a result. */
import { extent } from "d3-array";
import { describeMachine, isMeasured } from "../runs.js";
import { type ResultEntry, runtimeVersion } from "./entries.js";

/** `undefined` is an empty cell. */
export type FieldValue = string | number | boolean | undefined;

export interface CsvColumn {
  readonly name: string;
  readonly value: (entry: ResultEntry) => FieldValue;
}

const column = (name: string, value: CsvColumn["value"]): CsvColumn => ({ name, value });

export const columns: readonly CsvColumn[] = [
  column("schema_version", ({ file }) => file.schemaVersion),
  column("created_at", ({ file }) => file.createdAt),
  column("git_revision", ({ file }) => file.gitRevision),
  column("git_dirty", ({ file }) => file.environment.gitDirty),
  column("suite", ({ file }) => file.suite.name),
  column("machine", ({ file }) => describeMachine(file)),
  column("cpu_model", ({ file }) => file.environment.cpu.model),
  column("allowed_cores", ({ file }) => file.environment.cpu.allowedCores),
  column("memory_mb", ({ file }) => file.environment.memoryMB),
  column("os", ({ file }) => file.environment.os),
  column("architecture", ({ file }) => file.environment.architecture),
  column("node", ({ file }) => file.environment.node),
  column("browser", ({ file }) => file.environment.browser?.name),
  column("network", ({ result }) => result.network),
  column("width", ({ result }) => result.size.width),
  column("height", ({ result }) => result.size.height),
  column("batch", ({ result }) => result.batch),
  column("dtype", ({ result }) => result.dtype),
  column("runtime", ({ result }) => result.runtime),
  column("runtime_version", runtimeVersion),
  column("device", ({ result }) => result.device),
  column("threads", ({ result }) => result.threads),
  column("requested_threads", ({ result }) => result.requestedThreads),
  column("status", ({ result }) => result.status),
  column("is_measurement", ({ result }) => isMeasured(result)),
  column("reason", ({ result }) => result.reason),
  column("timed_region", ({ result }) => result.timedRegion),
  column("median_ms", ({ result }) => result.latency?.medianMs),
  column("ci_low_ms", ({ result }) => result.latency?.ciLowMs),
  column("ci_high_ms", ({ result }) => result.latency?.ciHighMs),
  column("mean_ms", ({ result }) => result.latency?.meanMs),
  column("p90_ms", ({ result }) => result.latency?.p90Ms),
  column("p99_ms", ({ result }) => result.latency?.p99Ms),
  column("least_ms", ({ result }) => extent(result.latency?.samplesMs ?? [])[0]),
  column("most_ms", ({ result }) => extent(result.latency?.samplesMs ?? [])[1]),
  column("samples", ({ result }) => result.latency?.samplesMs.length),
  column("throughput_fps", ({ result }) => result.throughputFps),
  column("warmup_runs", ({ result }) => result.warmupRuns),
  column("first_run_ms", ({ result }) => result.firstRunMs),
  column("load_runtime_ms", ({ result }) => result.load?.runtimeMs),
  column("load_session_ms", ({ result }) => result.load?.sessionMs),
  column("artifact_bytes", ({ result }) => result.load?.artifactBytes),
  column("artifact_sha256", ({ result }) => result.load?.artifactSha256),
  column("peak_rss_mb", ({ result }) => result.peakRssMB),
  column("output_check_passed", ({ result }) => result.outputCheck?.passed),
  column("output_check_reference", ({ result }) => result.outputCheck?.reference),
  column("output_check_relative_error", ({ result }) => result.outputCheck?.relativeError),
  column("output_check_tolerance", ({ result }) => result.outputCheck?.tolerance),
  column("parameters", ({ count }) => count?.parameters),
  column("useful_gflops", ({ count }) => count?.gflops.useful),
  column("traffic_mb", ({ count }) => count?.trafficMB),
];
