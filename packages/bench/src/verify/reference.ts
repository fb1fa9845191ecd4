/** What artifacts are compared with: the evaluator where it ends in seconds, and else ONNX Runtime without optimisations. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Graph, type Tensor, type Value, countCost } from "@linknet-kit/core";
import { toPlainModel } from "../child/plainModel.js";
import { loadOutput } from "../child/stored.js";
import { runJob } from "../process/runJob.js";
import { findRuntime } from "../runtimes/table.js";
import { ReferenceFailedError } from "./errors.js";
import { type OpenArtifact, withValues } from "./openArtifact.js";

export interface Reference {
  /** In words. */
  readonly by: string;
  readonly graph: Graph;
  /** Beside the outputs, in the order of execution. */
  readonly values: readonly Value[];
  /** The output or value of that name. */
  load(name: string): Promise<Tensor>;
}

export interface ReferenceOptions {
  readonly values: readonly Value[];
  readonly seed: number;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  /** Multiply-accumulates up to which the evaluator is asked, about 10^9 a second. */
  readonly evaluatorMacs?: number;
}

/** One thread without optimisations may take minutes for what takes seconds otherwise. */
const STALL_MS = 900_000;

/** Computes the reference once; rejects where that fails. */
export async function makeReference(source: OpenArtifact, options: ReferenceOptions): Promise<Reference> {
  const { values, folder, evaluatorMacs = 3e9 } = options;
  const model = source.model!;
  await mkdir(folder);
  const isSmall = countCost(model.graph).macs <= evaluatorMacs;
  const { by, written } = await (isSmall ? evaluateSource : runSource)(source, options);
  return {
    by,
    graph: model.graph,
    values: values.filter(({ name }) => written.some((value) => value.name === name)),
    load: async (name) =>
      await loadOutput(
        folder,
        written,
        written.findIndex((value) => value.name === name),
      ),
  };
}

interface Made {
  readonly by: string;
  readonly written: readonly Value[];
}

async function evaluateSource(
  { model }: OpenArtifact,
  { values, seed, folder, signal }: ReferenceOptions,
): Promise<Made> {
  const { graph, weights } = model!;
  const written = [...graph.outputs, ...values];
  const plain = await toPlainModel({ graph: { ...graph, outputs: written }, weights }, signal);
  const job = { kind: "evaluate", model: plain, seed, outputFolder: folder } as const;
  const outcome = await runJob(job, { stallMs: STALL_MS, signal });
  if (outcome.kind !== "answer") throw new ReferenceFailedError({ by: "the evaluator", reason: outcome.reason });
  return { by: "the evaluator", written };
}

async function runSource(source: OpenArtifact, { values, seed, folder, signal }: ReferenceOptions): Promise<Made> {
  const { driver, name } = findRuntime("onnxruntime-node/cpu");
  const exposed = await withValues(source, values, join(folder, "model.onnx"));
  const written = [...source.outputs, ...exposed.values];
  const artifact = { path: exposed.path, inputs: source.inputs, outputs: written };
  const load = { threads: 1, optimise: false };
  const job = { kind: "run", driver, artifact, load, seed, outputFolder: folder } as const;
  const outcome = await runJob(job, { stallMs: STALL_MS, signal });
  if (outcome.kind !== "answer") throw new ReferenceFailedError({ by: name, reason: outcome.reason });
  return { by: `${name} ${outcome.answer.version} without optimisations on one thread`, written };
}
