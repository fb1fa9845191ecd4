/** The answers to `ModelQuestions`, about the model that was opened last. */
import {
  type Comparison,
  TOLERANCE,
  type Tensors,
  compareOutputs,
  countSchema,
  judgeMeasurement,
  passesPositions,
} from "@linknet-kit/bench/measure";
import { type Graph, type Model, evaluate, summariseCost } from "@linknet-kit/core";
import { type OpenedModel, artifactOf, openModel } from "./openModel.js";
import type {
  ModelFacts,
  ModelQuestionKind,
  ModelQuestions,
  PreparedArtifact,
  ToModelWorker,
} from "./modelProtocol.js";
import type { ModelSource } from "./modelSource.js";
import type { LoadedArtifact } from "../../worker/protocol.js";

export class ModelKeeper {
  #opened: OpenedModel = {};

  async answer(question: ToModelWorker): Promise<ModelQuestions[ModelQuestionKind]["answer"]> {
    if (question.kind === "open") {
      this.#opened = openModel(question.source, question.size);
      return factsOf(this.#opened, question.source);
    }
    if (question.kind === "prepare") return await prepare(this.#opened, question.format);
    if (question.kind === "evaluate") return evaluate(this.#model, question.inputs);
    if (question.kind === "compare") return await compare(question.outputs, question.expected);
    const { measurement, outputs, expected, artifact, ...rest } = question;
    const comparison = await compare(outputs, expected);
    const graph = this.#opened.model?.graph;
    const judged = { ...artifact, passesPositions: graph !== undefined && passesPositions(graph) };
    return judgeMeasurement({ ...measurement, comparison }, { ...rest, artifact: judged });
  }

  get #model(): Model {
    if (this.#opened.model === undefined) throw new Error("this model can only be run, not evaluated");
    return this.#opened.model;
  }
}

function factsOf({ model, inputs }: OpenedModel, source: ModelSource): ModelFacts {
  return {
    ...(inputs === undefined ? {} : { inputs }),
    ...countOf(model?.graph, source.name),
    passesPositions: model !== undefined && passesPositions(model.graph),
  };
}

/** Nothing where the graph takes no image: there is no size to put it under. */
function countOf(graph: Graph | undefined, network: string): Pick<ModelFacts, "count"> {
  const count = graph && countSchema.safeParse({ ...summariseCost(graph), network });
  return count?.success === true ? { count: count.data } : {};
}

async function prepare(opened: OpenedModel, format: LoadedArtifact["format"]): Promise<PreparedArtifact> {
  const artifact = artifactOf(opened, format);
  const bytes = bytesOf(artifact);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { artifact, bytes: bytes.length, sha256 };
}

/** Of a tfjs model its description, then its weights. */
function bytesOf(artifact: LoadedArtifact): Uint8Array<ArrayBuffer> {
  if (artifact.format === "onnx") return artifact.bytes as Uint8Array<ArrayBuffer>;
  const { weightData, ...description } = artifact.artifacts;
  const json = new TextEncoder().encode(JSON.stringify(description));
  const bytes = new Uint8Array(json.length + weightData.byteLength);
  bytes.set(json);
  bytes.set(new Uint8Array(weightData), json.length);
  return bytes;
}

async function compare(actual: Tensors, expected: Tensors): Promise<Comparison> {
  const outputs = Object.entries(expected).map(([name, type]) => ({ name, type }));
  return await compareOutputs(outputs, actual, {
    expectedOf: (index) => expected[outputs[index]!.name]!,
    tolerance: TOLERANCE,
  });
}
