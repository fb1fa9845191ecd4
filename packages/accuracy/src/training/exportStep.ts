/** The step of a training as files that an engine elsewhere carries: its graph, what that begins with, and which images each update sees. */
import { basename } from "node:path";
import { type FileKind, type OutputRule, jsonDocument, writeFilesAtomically } from "@linknet-kit/base/files";
import { type Graph, type Model, type Parameter, type Tensor, type TensorType, readWeights } from "@linknet-kit/core";
import { batchNames } from "@linknet-kit/data";
import { onnxFiles } from "@linknet-kit/onnx";
import { type TrainingGraph, initialState, trainingGraph } from "@linknet-kit/training";
import { safetensorsFile } from "@linknet-kit/weights";
import { InvalidChoiceError } from "../errors.js";
import { labelSetOf } from "../recipe.js";
import type { TrainingChoices } from "./choices.js";
import { type LookingAtFiles, type ImageSurvey, openRunData, surveyOfRun } from "./dataOfRun.js";
import { type TrainingPlan, lossOf, planTraining, startWeights } from "./planTraining.js";

export interface StepExport extends LookingAtFiles {
  /** Of labelled images. */
  readonly data: string;
  readonly choices: TrainingChoices;
  /** `step.onnx`; the other files stand beside it. */
  readonly path: string;
  readonly rule?: OutputRule | undefined;
}

const description: FileKind = jsonDocument("description of a training step", (document) => FIELD in document);
const updateLines: FileKind = {
  name: "list of the updates of a training",
  // Earlier versions counted from 0.
  isOurs: ({ head }) => /^\{"update":[01],/.test(new TextDecoder().decode(head.subarray(0, 12))),
};
const FIELD = "linknetTrainingStep";
const VERSION = 1;

/** The files: the graph, the state that it begins with, a line for each update, and what all of it means. */
export async function exportStep({ data, choices, path, rule, ...looking }: StepExport): Promise<readonly string[]> {
  if (!path.endsWith(".onnx")) {
    throw new InvalidChoiceError({
      problem: `"${path}" is no name of an ONNX file`,
      hint: "give a name that ends in .onnx",
    });
  }
  const plan = planTraining(await openRunData(data, { validates: false }), choices);
  const { weights } = await startWeights(plan);
  const survey = await surveyOfRun(plan.data, undefined, looking);
  const { optimiser, graph } = plan;
  const gathers = plan.choices.accumulate > 1;
  const step = trainingGraph({ graph, weights }, { ...lossOf(plan, survey), optimiser, gathers });
  const stem = path.slice(0, -".onnx".length);
  const files = { state: `${stem}.safetensors`, updates: `${stem}.updates.jsonl`, description: `${stem}.json` };
  const options = { ...rule, signal: looking.signal };
  const state = stateModel(step, { graph, weights });
  const told = { [FIELD]: VERSION, ...describeStep(plan, survey, step), files: namesOf({ graph: path, ...files }) };
  await writeFilesAtomically(
    [
      ...onnxFiles(step.model, path, { valueTypes: false }),
      safetensorsFile(state, files.state, { metadata: { [FIELD]: String(VERSION) }, mark: FIELD }),
      { path: files.updates, kind: updateLines, content: linesOf(plan) },
      { path: files.description, kind: description, content: `${JSON.stringify(told, undefined, 2)}\n` },
    ],
    options,
  );
  return [path, files.state, files.updates, files.description];
}

function namesOf(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([what, file]) => [what, basename(file)]));
}

/** All that is handed from step to step, by the names of the graph's inputs. */
function stateModel(step: TrainingGraph, network: Model): Model {
  const values: ReadonlyMap<string, Tensor> = initialState(step, network);
  const parameters = [...values].map(
    ([name, { dtype, shape }]): Parameter => ({ name, type: { dtype, shape }, initial: { kind: "given" } }),
  );
  const graph: Graph = { name: network.graph.name, inputs: [], parameters, nodes: [], outputs: [] };
  return { graph, weights: readWeights((name) => values.get(name)) };
}

const described = (name: string, { dtype, shape }: TensorType) => ({ name, dtype, shape });

function describeStep(plan: TrainingPlan, { mean, pixels }: ImageSurvey, step: TrainingGraph) {
  const { recipe, batches, optimiser, schedule } = plan;
  const { accumulate, seed, epochs } = plan.choices;
  const set = labelSetOf(recipe);
  const scored = set.labels.filter(({ isIgnored }) => isIgnored !== true);
  return {
    network: recipe.network,
    width: recipe.width,
    inputs: {
      image: described(step.image.name, step.image.type),
      labels: described(step.labels.name, step.labels.type),
      dropoutMasks: step.masks.map(({ name, type, rate }) => ({ ...described(name, type), rate })),
      numbers: Object.fromEntries(step.numbers),
      ...(step.count !== undefined && { count: step.count }),
    },
    outputs: { loss: step.loss, gradientNorm: step.gradientNorm },
    state: step.kept.map(({ name, type, next, kind }) => ({
      input: name,
      output: next,
      kind,
      dtype: type.dtype,
      shape: type.shape,
    })),
    data: {
      labels: set.name,
      channels: [...scored.map(({ name, id }) => ({ name, id })), { name: "ignored", id: null }],
      ignoredChannel: recipe.channels - 1,
      pixels,
      size: recipe.size,
      mean,
      ...(batches.augmentation && { augmentation: batches.augmentation }),
    },
    optimiser: { name: optimiser.name, rate: optimiser.rate, ...optimiser.settings },
    schedule: { name: schedule.name, ...schedule.settings },
    accumulate,
    seed,
    epochs,
    updatesPerEpoch: plan.updatesPerEpoch,
  };
}

/** `{"update":1,"epoch":0,"numbers":{"rate":0.0005},"batches":[["a","b"]]}`: names of images, in the order of the batch. */
function* linesOf(plan: TrainingPlan): Generator<Uint8Array> {
  const { data, batches, optimiser, schedule } = plan;
  const { epochs, seed, accumulate } = plan.choices;
  let updates = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const all = batchNames(data.train, { ...batches, seed, epoch });
    for (let first = 0; first < all.length; first += accumulate) {
      const rate = schedule.rateAt(optimiser.rate, updates);
      updates += 1;
      const numbers = optimiser.numbers(rate, updates);
      const line = { update: updates, epoch, numbers, batches: all.slice(first, first + accumulate) };
      yield Buffer.from(`${JSON.stringify(line)}\n`);
    }
  }
}
