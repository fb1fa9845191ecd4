/** A network that is trained step by step in a session of ONNX Runtime, which holds nothing between steps: all state is here. */
import { type Model, type Parameter, type Tensor, type Weights, dropoutMasks, floatTensor } from "@linknet-kit/core";
import type { TrainingBatch } from "./batches.js";
import { checkedImage, checkedLabels } from "./checkedBatch.js";
import { firstNotFinite } from "./firstNotFinite.js";
import {
  type OpenSession,
  type SessionOptions,
  type Values,
  checkSinglePrecision,
  encodeForSession,
  openSession,
} from "./session.js";
import { type TrainingGraph, type TrainingGraphOptions, initialState, trainingGraph } from "./trainingGraph.js";

export interface TrainerOptions extends TrainingGraphOptions, SessionOptions {
  /** Of dropout. */
  readonly seed?: number;
}

/** All that a step changes. What one step was given is never written to by another. */
export interface TrainerState {
  /** By the names of the graph's inputs. */
  readonly values: Values;
  /** Batches seen, which masks of dropout are drawn by. */
  readonly batches: number;
  /** Updates made. */
  readonly updates: number;
}

export interface StepOptions {
  /** The learning rate. */
  readonly rate: number;
  /** How many batches, this one and those gathered before, the update is made of; 0 where more of them follow. */
  readonly count?: number;
}

export interface StepResult {
  /** Of the batch, before the update. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly state: TrainerState;
}

export class Trainer {
  readonly graph: TrainingGraph;
  readonly #network: Model;
  readonly #options: TrainerOptions;
  readonly #bytes: Uint8Array;
  readonly #session: OpenSession;

  private constructor(network: Model, { graph, options, bytes, session }: Opened) {
    this.graph = graph;
    this.#network = network;
    this.#options = options;
    this.#bytes = bytes;
    this.#session = session;
  }

  /** Builds the graph and loads it; an error where ONNX Runtime is not installed says how to add it. */
  static async open(network: Model, options: TrainerOptions): Promise<Trainer> {
    checkSinglePrecision(network.graph);
    const graph = trainingGraph(network, options);
    const bytes = encodeForSession(graph.model, options);
    const session = await openSession(bytes, options);
    return new Trainer(network, { graph, options, bytes, session });
  }

  /** Weights as the network has them, and an optimiser that has seen nothing. */
  start(): TrainerState {
    return { values: initialState(this.graph, this.#network), batches: 0, updates: 0 };
  }

  /** One batch forward and backward and, unless its gradients are only gathered, one update. */
  async step(state: TrainerState, batch: TrainingBatch, given: StepOptions): Promise<StepResult> {
    const { count = 1 } = given;
    const results = await this.#session.run(this.#feeds(state, batch, given));
    const values = new Map(this.graph.kept.map(({ name, next }): [string, Tensor] => [name, results.get(next)!]));
    return {
      loss: Number(results.get(this.graph.loss)!.data[0]),
      gradientNorm: Number(results.get(this.graph.gradientNorm)!.data[0]),
      state: { values, batches: state.batches + 1, updates: state.updates + (count > 0 ? 1 : 0) },
    };
  }

  /** The network's weights at this point, its running statistics among them. */
  weightsOf({ values }: Pick<TrainerState, "values">): Weights {
    const own = this.#network.weights;
    return { get: (parameter: Parameter) => values.get(parameter.name) ?? own.get(parameter) };
  }

  /** In words, where a step that was no finite number went wrong: the image, a weight, or the first value that was none. */
  async whereNotFinite(state: TrainerState, batch: TrainingBatch, given: StepOptions): Promise<string> {
    const feeds = this.#feeds(state, batch, given);
    return await firstNotFinite({ graph: this.graph.model.graph, bytes: this.#bytes, feeds });
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  #feeds(state: TrainerState, batch: TrainingBatch, { rate, count = 1 }: StepOptions): Values {
    const { graph } = this;
    const numbers = this.#options.optimiser.numbers(rate, state.updates + 1);
    const scalar = (value: number): Tensor => floatTensor([], [value]);
    const masks = dropoutMasks(graph.masks, this.#options.seed ?? 0, state.batches);
    return new Map<string, Tensor>([
      [graph.image.name, checkedImage(graph, batch)],
      [graph.labels.name, checkedLabels({ ...graph, ignore: this.#options.ignore }, batch)],
      ...Object.entries(masks),
      ...[...graph.numbers].map(([name, input]): [string, Tensor] => [input, scalar(numbers[name]!)]),
      ...(graph.count === undefined ? [] : [[graph.count, scalar(count)] as const]),
      ...state.values,
    ]);
  }
}

interface Opened {
  readonly graph: TrainingGraph;
  readonly options: TrainerOptions;
  readonly bytes: Uint8Array;
  readonly session: OpenSession;
}
