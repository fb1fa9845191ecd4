/**
 * Where the expected output comes from: the evaluator where that is quick, else another run whose name says what it was. It is found
 * before anything is timed.
 */
import { printType } from "@linknet-kit/core";
import type { InputValue, Tensors } from "@linknet-kit/runtimes";
import {
  browserRuntime,
  describeComparison,
  fromLayout,
  isRight,
  seededInputs,
  toLayout,
} from "@linknet-kit/runtimes/measure";
import type { BrowserRuntimeName } from "@linknet-kit/browser/worker";
import type { ModelClient } from "../model/modelClient.js";
import type { ModelFacts } from "../model/modelProtocol.js";
import type { ModelSource, OnnxSource } from "../model/modelSource.js";
import { axesOf } from "../model/openAxes.js";
import { differInFloatsAlone, inFloatsOf, typesOf } from "./floatTypes.js";
import type { RunWorkers } from "./workers.js";

export type PageReference =
  | {
      readonly name: string;
      readonly outputs: Tensors;
      /** Has the graph that they are of. */
      readonly model: ModelClient;
    }
  | { readonly missing: string };

export interface ReferenceRequest {
  readonly source: ModelSource;
  readonly facts: ModelFacts;
  readonly model: ModelClient;
  readonly runtime: BrowserRuntimeName;
  readonly workers: RunWorkers;
  readonly onStep: (step: string) => void;
  /** Channels-first, as everything is fed. */
  readonly given: Tensors;
}

/** Of the image that everything is measured with, as in `linknet bench`. */
export const INPUT_SEED = 1;

/** Where runtimes are compared with the evaluator, as in `linknet bench`. */
const SMALL_SIZE = { width: 64, height: 48 };

const PLAIN = { threads: 1, optimise: false };

export async function findReference(request: ReferenceRequest): Promise<PageReference> {
  const { source, facts, model, runtime, given, onStep } = request;
  if (facts.isEvaluated) {
    onStep("Computing the expected output with the evaluator");
    return { name: "evaluator", outputs: await model.ask("evaluate", { inputs: given }), model };
  }
  if (source.kind === "tfjs") {
    if (source.reference !== undefined) return await fromFileBeside(source.reference, request);
    if (runtime !== "tfjs-wasm") return await runElsewhere("tfjs-wasm", request, { threads: 1 });
    return { missing: "drop the .onnx that it was made from together with it, or choose another runtime of tfjs" };
  }
  if (source.kind === "onnx") return await runElsewhere("onnxruntime-wasm", request, PLAIN);
  const { agrees, text } = await agreement(source, "onnxruntime-wasm", PLAIN, request);
  if (!agrees) return { missing: `onnxruntime-wasm is no reference: ${text}` };
  const found = await runElsewhere("onnxruntime-wasm", request, PLAIN);
  return "missing" in found ? found : { ...found, name: `${found.name} (${text})` };
}

/** What the same model gives as it was before it was converted; inputs may be called otherwise there. */
async function fromFileBeside(reference: OnnxSource, request: ReferenceRequest): Promise<PageReference> {
  const { facts, workers, given } = request;
  const model = workers.model();
  const found = await model.ask("open", { source: reference, axes: axesOf(facts.inputs) });
  const fits =
    found.inputs.length === facts.inputs.length &&
    found.inputs.every(({ type }, index) => differInFloatsAlone(type, facts.inputs[index]!.type));
  if (!fits) {
    const [there, here] = [found.inputs, facts.inputs].map((inputs) => inputs.map(printValue).join(", "));
    return { missing: `"${reference.name}" beside it takes ${there}, and this takes ${here}` };
  }
  const renamed = found.inputs.map(({ name }, index) => [name, given[facts.inputs[index]!.name]!] as const);
  const outcome = await findReference({
    ...request,
    source: reference,
    facts: found,
    model,
    given: inFloatsOf(Object.fromEntries(renamed), typesOf(found.inputs)),
  });
  return "missing" in outcome ? outcome : { ...outcome, name: `"${reference.name}" beside it by ${outcome.name}` };
}

function printValue({ name, type }: InputValue): string {
  return `${name} ${printType(type)}`;
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
  const { inputs } = await model.ask("open", { source, axes: { size: SMALL_SIZE, batch: 1 } });
  const given = seededInputs(inputs, INPUT_SEED);
  const expected = await model.ask("evaluate", { inputs: given });
  const { artifact } = await model.ask("prepare", { format: browserRuntime(runtime).format });
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

async function runElsewhere(
  runtime: BrowserRuntimeName,
  { model, workers, given, onStep }: ReferenceRequest,
  options: { readonly threads: number; readonly optimise?: boolean },
): Promise<PageReference> {
  onStep(`Computing the expected output with ${runtime}`);
  const worker = workers.runtime(runtime);
  try {
    const { version } = await worker.probe();
    const { artifact } = await model.ask("prepare", { format: browserRuntime(runtime).format });
    const loaded = await worker.load(artifact, options);
    const outputs = fromLayout(await worker.run(toLayout(given, loaded)), loaded);
    const how = options.optimise === false ? " without optimisations on one thread" : " on one thread";
    return { name: `${runtime} ${version}${how}`, outputs, model };
  } catch (error) {
    return { missing: `${runtime} cannot run it: ${(error as Error).message}` };
  } finally {
    workers.end(worker);
  }
}
