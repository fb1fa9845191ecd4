/**
 * What artifacts are compared with. The evaluator, where it knows the model's ops and ends in seconds; else a runtime on one thread
 * without optimisations, which runs the nodes one by one as they are written.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import {
  type Model,
  type Tensor,
  type Value,
  countCost,
  isFloat,
  kindOfElements,
  outputValues,
} from "@linknet-kit/core";
import { toPlainModel } from "../child/plainModel.js";
import { loadOutput } from "../child/stored.js";
import { isEvaluated } from "../measure/evaluator.js";
import type { ModelFile } from "../modelFile/openModelFile.js";
import { runJob } from "../process/runJob.js";
import type { LoadOptions, OutputValue } from "../runtime/runtime.js";
import { findRuntime } from "../table/table.js";
import { ReferenceFailedError } from "./errors.js";
import { withValues } from "./withValues.js";

export interface Reference {
  /** In words. */
  readonly by: string;
  /** Whether that is the evaluator. */
  readonly isEvaluated: boolean;
  /** Why the values between the nodes are not known, where they were asked for. */
  readonly valuesReason?: string;
  /** Those of numbers between the nodes, in the order of execution. */
  readonly values: readonly string[];
  /** The output or value of that name. */
  readonly load: (name: string) => Promise<Tensor>;
}

export interface ReferenceOptions {
  /** Whether the values between the nodes are wanted too. */
  readonly layers: boolean;
  readonly seed: number;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  /** `EVALUATOR_OPERATIONS` unless given. */
  readonly evaluatorOperations?: number;
}

/** One thread without optimisations may take minutes for what takes seconds otherwise. */
const STALL_MS = 900_000;

/** What makes the reference of a file by its format. */
const RUNTIMES = { onnx: "onnxruntime-node/cpu", tfjs: "tfjs/cpu" } as const;
const PLAIN: LoadOptions = { threads: 1, optimise: false };

interface Made {
  readonly by: string;
  readonly isEvaluated: boolean;
  readonly written: readonly OutputValue[];
  readonly valuesReason?: string;
}

/** Computes the reference once; rejects where that fails. */
export async function makeReference(source: ModelFile, options: ReferenceOptions): Promise<Reference> {
  const { folder, evaluatorOperations } = options;
  await mkdir(folder);
  const { model } = source;
  const { written, ...made } =
    model !== undefined && isEvaluated(countCost(model.graph), evaluatorOperations)
      ? await evaluate(model, options)
      : await runSource(source, options);
  const positions = new Map(written.map(({ name }, index) => [name, index]));
  const load = async (name: string): Promise<Tensor> => await loadOutput(folder, positions.get(name) ?? -1);
  return { ...made, values: await valuesOfNumbers(written.slice(source.outputs.length), load), load };
}

/**
 * As `makeReference`, but by a runtime wherever one runs the file: what is held to it was read from the file here, and the evaluator would
 * read the file as wrongly as that did.
 */
export async function makeIndependentReference(source: ModelFile, options: ReferenceOptions): Promise<Reference> {
  const { folder } = options;
  await mkdir(folder);
  try {
    return await makeReference(source, { ...options, folder: join(folder, "run"), evaluatorOperations: -1 });
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
    return await makeReference(source, { ...options, folder: join(folder, "evaluated") });
  }
}

/** Positions say nothing where two values are equal but for rounding, and an optimiser is free to leave out what nothing reads. */
async function valuesOfNumbers(values: readonly OutputValue[], load: Reference["load"]): Promise<readonly string[]> {
  const numbers: string[] = [];
  for (const { name, type } of values) {
    const dtype = type?.dtype ?? (await load(name).catch(() => undefined))?.dtype;
    if (dtype !== undefined && kindOfElements(dtype) === "float") numbers.push(name);
  }
  return numbers;
}

async function evaluate({ graph, weights }: Model, options: ReferenceOptions): Promise<Made> {
  const { layers, seed, folder, signal } = options;
  const written = [...graph.outputs, ...(layers ? valuesBetween(graph) : [])];
  const plain = await toPlainModel({ graph: { ...graph, outputs: written }, weights }, signal);
  const job = { kind: "evaluate", model: plain, seed, outputFolder: folder } as const;
  const outcome = await runJob(job, { stallMs: STALL_MS, signal });
  if (outcome.kind !== "answer") throw new ReferenceFailedError({ by: "the evaluator", reason: outcome.reason });
  return { by: "the evaluator", isEvaluated: true, written };
}

function valuesBetween({ nodes, outputs }: Model["graph"]): readonly Value[] {
  const ends = new Set(outputs.map(({ name }) => name));
  return nodes.flatMap(outputValues).filter(({ name, type }) => isFloat(type.dtype) && !ends.has(name));
}

async function runSource(source: ModelFile, options: ReferenceOptions): Promise<Made> {
  const { layers, folder } = options;
  // What tfjs computes between nodes has no names that other formats have.
  const names = layers && source.format === "onnx" ? source.values.map(({ name }) => name) : [];
  const outcome = await runExposed(source, names, options);
  if (!("reason" in outcome)) return outcome;
  if (names.length === 0) throw new ReferenceFailedError({ by: RUNTIMES[source.format], reason: outcome.reason });
  // A value may be of a kind that cannot be given, as a list of tensors.
  await rm(folder, { recursive: true });
  await mkdir(folder);
  const plain = await runExposed(source, [], options);
  if ("reason" in plain) throw new ReferenceFailedError({ by: RUNTIMES[source.format], reason: plain.reason });
  return { ...plain, valuesReason: outcome.reason };
}

async function runExposed(
  source: ModelFile,
  names: readonly string[],
  { seed, folder, signal }: ReferenceOptions,
): Promise<Made | { readonly reason: string }> {
  const { driver, name } = findRuntime(RUNTIMES[source.format]);
  const { artifact } = await withValues(source, names, join(folder, "model.onnx"));
  const required = source.outputs.length;
  const job = { kind: "run", driver, artifact, load: PLAIN, seed, outputFolder: folder, required } as const;
  const outcome = await runJob(job, { stallMs: STALL_MS, signal });
  if (outcome.kind !== "answer") return { reason: outcome.reason };
  const { version } = outcome.answer;
  const by = source.format === "tfjs" ? `${name} ${version}` : `${name} ${version} without optimisations on one thread`;
  return { by, isEvaluated: false, written: artifact.outputs };
}
