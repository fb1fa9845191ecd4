/**
 * Where the expected output comes from: the evaluator where that is quick, else another run whose name says what it was. It is found
 * before anything is timed.
 */
import {
  type Tensors,
  describeComparison,
  fromLayout,
  isRight,
  seededInputs,
  toLayout,
} from "@linknet-kit/bench/measure";
import type { BrowserRuntimeName, LoadedArtifact } from "../../worker/protocol.js";
import type { ModelClient } from "../model/modelClient.js";
import type { ModelFacts } from "../model/modelProtocol.js";
import type { ModelSource } from "../model/modelSource.js";
import type { RunWorkers } from "./workers.js";

export type Reference = { readonly name: string; readonly outputs: Tensors } | { readonly missing: string };

export interface ReferenceRequest {
  readonly source: ModelSource;
  readonly facts: ModelFacts;
  readonly model: ModelClient;
  readonly runtime: BrowserRuntimeName;
  readonly workers: RunWorkers;
  readonly onStep: (step: string) => void;
}

/** Of the image that everything is measured with, as in `linknet bench`. */
export const INPUT_SEED = 1;

/** Multiply-accumulates up to which the evaluator is asked; it takes seconds for as many. */
const EVALUATOR_MACS = 1e9;

/** Where runtimes are compared with the evaluator, as in `linknet bench`. */
const SMALL_SIZE = { width: 64, height: 48 };

const PLAIN = { threads: 1, optimise: false };

export async function findReference(request: ReferenceRequest): Promise<Reference> {
  const { source, facts, model, runtime, onStep } = request;
  if (facts.count !== undefined && facts.inputs !== undefined && facts.count.macs <= EVALUATOR_MACS) {
    onStep("Computing the expected output with the evaluator");
    return {
      name: "evaluator",
      outputs: await model.ask("evaluate", { inputs: seededInputs(facts.inputs, INPUT_SEED) }),
    };
  }
  if (source.kind === "tfjs") {
    if (runtime === "tfjs-wasm") return { missing: "only another runtime could say whether tfjs-wasm is right" };
    return await runElsewhere("tfjs-wasm", request, { threads: 1 });
  }
  if (source.kind === "onnx") return await runElsewhere("onnxruntime-wasm", request, PLAIN);
  const { agrees, text } = await agreement(source, "onnxruntime-wasm", PLAIN, request);
  if (!agrees) return { missing: `onnxruntime-wasm is no reference: ${text}` };
  const found = await runElsewhere("onnxruntime-wasm", request, PLAIN);
  return "missing" in found ? found : { ...found, name: `${found.name} (${text})` };
}

/** Compares a runtime with the evaluator on a network at a small size, where every element must be right. */
export async function agreement(
  source: ModelSource,
  runtime: BrowserRuntimeName,
  options: { readonly threads: number; readonly optimise?: boolean },
  { workers, onStep }: Pick<ReferenceRequest, "workers" | "onStep">,
): Promise<{ readonly agrees: boolean; readonly text: string }> {
  onStep(`Comparing ${runtime} with the evaluator at ${SMALL_SIZE.width}x${SMALL_SIZE.height}`);
  const model = workers.model();
  const { inputs = [] } = await model.ask("open", { source, size: SMALL_SIZE });
  const given = seededInputs(inputs, INPUT_SEED);
  const expected = await model.ask("evaluate", { inputs: given });
  const { artifact } = await model.ask("prepare", { format: formatOf(runtime) });
  const worker = workers.runtime(runtime);
  const loaded = await worker.load(artifact, options);
  const outputs = fromLayout(await worker.run(toLayout(given, loaded)), loaded);
  const comparison = await model.ask("compare", { outputs, expected });
  workers.end(worker);
  workers.end(model);
  const size = `${SMALL_SIZE.width}x${SMALL_SIZE.height}`;
  return {
    agrees: isRight(comparison, 0),
    text: `at ${size} against the evaluator: ${describeComparison(comparison)}`,
  };
}

export function formatOf(runtime: BrowserRuntimeName): LoadedArtifact["format"] {
  return runtime.startsWith("tfjs") ? "tfjs" : "onnx";
}

async function runElsewhere(
  runtime: BrowserRuntimeName,
  { facts, model, workers, onStep }: ReferenceRequest,
  options: { readonly threads: number; readonly optimise?: boolean },
): Promise<Reference> {
  onStep(`Computing the expected output with ${runtime}`);
  const worker = workers.runtime(runtime);
  try {
    const { version } = await worker.probe();
    const { artifact } = await model.ask("prepare", { format: formatOf(runtime) });
    const loaded = await worker.load(artifact, options);
    const inputs = facts.inputs ?? loaded.inputs;
    if (inputs === undefined) {
      return { missing: loaded.inputsProblem ?? `${runtime} does not say what the model takes` };
    }
    const given = seededInputs(inputs, INPUT_SEED);
    const outputs = fromLayout(await worker.run(toLayout(given, loaded)), loaded);
    const how = options.optimise === false ? " without optimisations on one thread" : " on one thread";
    return { name: `${runtime} ${version}${how}`, outputs };
  } catch (error) {
    return { missing: `${runtime} cannot run it: ${(error as Error).message}` };
  } finally {
    workers.end(worker);
  }
}
