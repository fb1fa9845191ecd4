/** The answers to `ModelQuestions`, about the model that was opened last. */
import { judgeMeasurement } from "@linknet-kit/bench/judge";
import { type Graph, type Model, type Value, countCost, evaluate } from "@linknet-kit/core";
import { countSchema, summariseNetwork } from "@linknet-kit/results";
import type { Tensors } from "@linknet-kit/runtimes";
import {
  type Comparison,
  HALF_TOLERANCE,
  TOLERANCE,
  compareOutputs,
  isEvaluated,
  passesPositions,
} from "@linknet-kit/runtimes/measure";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { LoadedArtifact } from "@linknet-kit/browser/worker";
import type { AnswerTo, Asked } from "@linknet-kit/browser/worker";
import type { HashedArtifact, ModelFacts, ModelQuestions } from "./modelProtocol.js";
import type { ModelSource } from "./modelSource.js";
import { type OpenedSource, artifactOf, formatsOf, inputsOf, openSource } from "./openSource.js";

export class ModelKeeper {
  #opened: OpenedSource = { inputs: [], declared: [] };

  async answer(question: Asked<ModelQuestions>): Promise<AnswerTo<ModelQuestions>> {
    if (question.kind === "open") {
      this.#opened = openSource(question.source, question.axes);
      return factsOf(this.#opened, question.source);
    }
    if (question.kind === "prepare") return prepare(this.#opened, question.format);
    // What takes other types is no model that could be evaluated.
    if (question.kind === "evaluate") return evaluate(this.#model, question.inputs);
    if (question.kind === "compare") return await compare(question.outputs, question.expected, TOLERANCE);
    const { measurement, outputs, expected, artifact, isHalf, ...rest } = question;
    // Either of them rounds.
    const tolerance = isHalf || this.#opened.isHalf === true ? HALF_TOLERANCE : TOLERANCE;
    const comparison = await compare(outputs, expected, tolerance);
    const graph = this.#opened.model?.graph;
    const positions = graph !== undefined && passesPositions(graph);
    const judged = { ...artifact, passesPositions: positions, tolerance, outputs: typesOf(expected) };
    return judgeMeasurement({ ...measurement, comparison }, { ...rest, artifact: judged });
  }

  get #model(): Model {
    if (this.#opened.model === undefined) throw new Error("this model can only be run, not evaluated");
    return this.#opened.model;
  }
}

function factsOf(opened: OpenedSource, source: ModelSource): ModelFacts {
  const { model, inputs, declared, isHalf = false } = opened;
  return {
    inputs,
    declared,
    isHalf,
    formats: formatsOf(opened),
    ...countOf(model?.graph, source.name),
    passesPositions: model !== undefined && passesPositions(model.graph),
    isEvaluated: model !== undefined && isEvaluated(countCost(model.graph)),
  };
}

/** Nothing where the graph takes no image: there is no size to put it under. */
function countOf(graph: Graph | undefined, network: string): Pick<ModelFacts, "count"> {
  const count = graph && countSchema.safeParse({ ...summariseNetwork(graph), network });
  return count?.success === true ? { count: count.data } : {};
}

function prepare(opened: OpenedSource, format: LoadedArtifact["format"]): HashedArtifact {
  const artifact = artifactOf(opened, format);
  // The browser's own is only there where the page was served by this machine, or over https.
  const hash = sha256.create();
  let bytes = 0;
  for (const part of partsOf(artifact)) {
    hash.update(part);
    bytes += part.length;
  }
  return { artifact, inputs: inputsOf(opened, format), bytes, sha256: bytesToHex(hash.digest()) };
}

/** The model, then its weights: those of an ONNX file where they lie beside it. */
function partsOf(artifact: LoadedArtifact): readonly Uint8Array[] {
  if (artifact.format === "onnx") return [artifact.bytes, ...(artifact.beside ?? []).map(({ bytes }) => bytes)];
  const { weightData, ...description } = artifact.artifacts;
  return [new TextEncoder().encode(JSON.stringify(description)), new Uint8Array(weightData)];
}

async function compare(actual: Tensors, expected: Tensors, tolerance: number): Promise<Comparison> {
  const outputs = typesOf(expected);
  return await compareOutputs(outputs, actual, {
    expectedOf: (index) => expected[outputs[index]!.name]!,
    tolerance,
  });
}

function typesOf(tensors: Tensors): readonly Value[] {
  return Object.entries(tensors).map(([name, { dtype, shape }]) => ({ name, type: { dtype, shape } }));
}
