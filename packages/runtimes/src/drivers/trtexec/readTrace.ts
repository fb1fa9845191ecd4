/** Reads what `trtexec --exportTimes` writes: a list with an entry a query. */
import { describeIssue } from "@linknet-kit/base";
import { z } from "zod";

const time = z.number().nonnegative();

/** Of NVIDIA's samples/common/sampleReporting.cpp; the other fields have changed their names since version 7, these have not. */
const traceSchema = z.array(z.object({ startComputeMs: time, latencyMs: time.positive() })).min(1);

export interface Trace {
  /** The first query, which an old version writes with those of the warm-up; a new one leaves these out. */
  readonly firstRunMs: number;
  readonly warmupRuns: number;
  /** Copy in, computation and copy out of each query after the warm-up, in the order they were asked. */
  readonly samplesMs: readonly number[];
  /** From the first query to the last. */
  readonly spanMs: number;
}

/** Queries that begin to compute before `warmUpMs` are the warm-up's. */
export function readTrace(text: string, warmUpMs: number): Trace {
  const queries = parse(text);
  const samples = queries.filter(({ startComputeMs }) => startComputeMs >= warmUpMs);
  const last = queries.at(-1)!;
  return {
    firstRunMs: queries[0]!.latencyMs,
    warmupRuns: queries.length - samples.length,
    samplesMs: samples.map(({ latencyMs }) => latencyMs),
    spanMs: last.startComputeMs + last.latencyMs,
  };
}

function parse(text: string): z.infer<typeof traceSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error("the times that trtexec wrote are not JSON, or only the beginning of it", { cause });
  }
  const { success, data, error } = traceSchema.safeParse(json);
  if (success) return data;
  throw new Error(`the times that trtexec wrote are not as expected: ${describeIssue(error.issues[0]!)}`);
}
