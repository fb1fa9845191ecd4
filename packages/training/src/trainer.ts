/** A network that is trained step by step in a session of ONNX Runtime, which holds nothing between steps: all state is here. */
import {
  type Model,
  type Parameter,
  type Tensor,
  type Weights,
  byteCount,
  dropoutMasks,
  floatTensor,
} from "@linknet-kit/core";
import type { TrainingBatch } from "./batches.js";
import { checkBatch, checkedImage, checkedLabels } from "./checkedBatch.js";
import { InvalidTrainingError } from "./errors.js";
import { firstNotFinite } from "./firstNotFinite.js";
import { type SessionOptions, type Values, checkSinglePrecision, encodeForSession } from "./session.js";
import { type StepMeasures, type StepSession, openSteps } from "./stepSession.js";
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

export interface StepResult extends StepMeasures {
  readonly state: TrainerState;
}

export interface StepInput extends StepOptions {
  readonly batch: TrainingBatch;
}

export interface StepsResult {
  /** Of each step. A number that is not finite makes all that follow worthless. */
  readonly measured: readonly StepMeasures[];
  /** After the last. */
  readonly state: TrainerState;
}

export class Trainer {
  readonly graph: TrainingGraph;
  readonly #network: Model;
  readonly #options: TrainerOptions;
  readonly #session: StepSession;
  #isClosed = false;

  private constructor(network: Model, { graph, options, session }: Opened) {
    this.graph = graph;
    this.#network = network;
    this.#options = options;
    this.#session = session;
  }

  /** Builds the graph and loads it; an error where ONNX Runtime is not installed says how to add it. */
  static async open(network: Model, options: TrainerOptions): Promise<Trainer> {
    checkSinglePrecision(network.graph);
    const graph = trainingGraph(network, options);
    const session = await openSteps(graph, options);
    return new Trainer(network, { graph, options, session });
  }

  /** Of images and labels, as a step is given them. */
  get bytesOfBatch(): number {
    return byteCount(this.graph.image.type) + byteCount(this.graph.labels.type);
  }

  /** Weights as the network has them, and an optimiser that has seen nothing. */
  start(): TrainerState {
    return { values: initialState(this.graph, this.#network), batches: 0, updates: 0 };
  }

  /** One batch forward and backward and, unless its gradients are only gathered, one update. */
  async step(state: TrainerState, batch: TrainingBatch, given: StepOptions): Promise<StepResult> {
    const { measured, state: next } = await this.steps(state, [{ batch, ...given }]);
    return { ...measured[0]!, state: next };
  }

  /**
   * Steps one after the other, which give what `step` gives. On the processor they are one run of the runtime, which copies
   * weights and state once for all of them; their batches are in memory together.
   */
  async steps(state: TrainerState, steps: readonly StepInput[]): Promise<StepsResult> {
    if (steps.length === 0) return { measured: [], state };
    const given: Values[] = [];
    let { batches, updates } = state;
    for (const step of steps) {
      given.push(this.#given({ batches, updates }, step));
      batches += 1;
      if (isUpdate(step)) updates += 1;
    }
    const { kept, measured } = await this.#session.run(state.values, given);
    return { measured, state: { values: kept, batches, updates } };
  }

  /** The network's weights at this point, its running statistics among them. */
  weightsOf({ values }: Pick<TrainerState, "values">): Weights {
    const own = this.#network.weights;
    return { get: (parameter: Parameter) => values.get(parameter.name) ?? own.get(parameter) };
  }

  /** In words, where a step that was no finite number went wrong: the image, a weight, or the first value that was none. */
  async whereNotFinite(state: TrainerState, batch: TrainingBatch, given: StepOptions): Promise<string> {
    const feeds = new Map([...this.#given(state, { batch, ...given }), ...state.values]);
    const { model } = this.graph;
    return await firstNotFinite({ graph: model.graph, bytes: encodeForSession(model, {}), feeds });
  }

  /** Again, it does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#session.release();
  }

  #checkNumbers({ rate, count }: Required<StepOptions>): void {
    const refuse = (problem: string): never => {
      throw new InvalidTrainingError({ problem });
    };
    if (!(rate >= 0 && Number.isFinite(Math.fround(rate))))
      refuse(`the rate of a step is ${rate}, expected a finite number of 0 or more`);
    if (!Number.isSafeInteger(count) || count < 0)
      refuse(`the count of a step is ${count}, expected a whole number of 0 or more`);
    if (this.graph.count === undefined && count !== 1)
      refuse(
        `the count of a step is ${count}, and a trainer that is opened without \`gathers\` makes an update of each batch`,
      );
  }

  /** All that a step is fed but what is handed on to it. */
  #given({ batches, updates }: Omit<TrainerState, "values">, { batch, rate, count = 1 }: StepInput): Values {
    const { graph } = this;
    checkBatch(batch);
    this.#checkNumbers({ rate, count });
    const numbers = this.#options.optimiser.numbers(rate, updates + 1);
    const scalar = (value: number): Tensor => floatTensor([], [value]);
    const masks = dropoutMasks(graph.masks, this.#options.seed ?? 0, batches);
    return new Map<string, Tensor>([
      [graph.image.name, checkedImage(graph, batch)],
      [graph.labels.name, checkedLabels({ ...graph, ignore: this.#options.ignore }, batch)],
      ...Object.entries(masks),
      ...[...graph.numbers].map(([name, input]): [string, Tensor] => [input, scalar(numbers[name]!)]),
      ...(graph.count === undefined ? [] : [[graph.count, scalar(count)] as const]),
    ]);
  }
}

export function isUpdate({ count = 1 }: Pick<StepOptions, "count">): boolean {
  return count > 0;
}

interface Opened {
  readonly graph: TrainingGraph;
  readonly options: TrainerOptions;
  readonly session: StepSession;
}
