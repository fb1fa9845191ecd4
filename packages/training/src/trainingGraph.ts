/** A step of training as one graph: forward, backward and the optimiser's update, with all that changes as inputs and outputs. */
import {
  type CrossEntropy,
  type DropoutMask,
  type Expression,
  type Expressions,
  type Extending,
  type Model,
  type Parcel,
  type SymbolicTensor,
  type Tensor,
  type TensorType,
  type TrainingStep,
  type TrainingStepOptions,
  type Value,
  elementCount,
  extendModel,
  parcelOf,
  removeUnread,
  trainingStep,
  zeros,
} from "@linknet-kit/core";
import { InvalidTrainingError } from "./errors.js";
import type { Optimiser } from "./optimisers/optimiser.js";

export interface TrainingGraphOptions extends Omit<TrainingStepOptions, keyof CrossEntropy> {
  readonly optimiser: Optimiser;
  /** One for each class; 1 unless given. */
  readonly classWeights?: readonly number[] | undefined;
  /** A label that counts nothing. */
  readonly ignore?: number | undefined;
  /** Whether gradients of several batches can make one update. */
  readonly gathers?: boolean;
}

/** A value that is handed from step to step. */
export interface Kept {
  /** The input, and the name in checkpoints. */
  readonly name: string;
  readonly type: TensorType;
  /** The output that it is afterwards. */
  readonly next: string;
  readonly kind: "parameter" | "state" | "gathered";
}

export interface TrainingGraph {
  readonly model: Model;
  readonly image: Value;
  readonly labels: Value;
  readonly classes: number;
  readonly masks: readonly DropoutMask[];
  readonly kept: readonly Kept[];
  /** Inputs for the optimiser's numbers, by its names for them. */
  readonly numbers: ReadonlyMap<string, string>;
  /** The input that says of how many batches the update is made, 0 where there is none yet; absent where each makes one. */
  readonly count: string | undefined;
  /** The output that is the loss of the batch before the update. */
  readonly loss: string;
  /** The output that is the length of all gradients together; no finite number where one of theirs is none. */
  readonly gradientNorm: string;
}

const SCOPE = "optimiser";

/** Of a network with one image and one output, the logits. */
export function trainingGraph(network: Model, options: TrainingGraphOptions): TrainingGraph {
  const { optimiser, classWeights, ignore, gathers = false, ...choices } = options;
  const { image, logits } = checkedNetwork(network);
  const step = trainingStep(network, {
    ...choices,
    logits: logits.name,
    ...(classWeights && { weights: classWeights }),
    ...(ignore !== undefined && { ignore }),
  });
  const kept: Kept[] = [];
  const numbers = new Map<string, string>();
  const counts: string[] = [];
  const { model, outputs } = extendModel(step.model, SCOPE, (on) => {
    const { dtype } = logits.type;
    const scalar: TensorType = { dtype, shape: [] };
    const count = gathers ? on.input("count", scalar) : undefined;
    if (count !== undefined) counts.push(count.name);
    const scalars: Record<string, Expression> = {};
    for (const name of Object.keys(optimiser.numbers(optimiser.rate, 1))) {
      scalars[name] = on.input(name, scalar);
      numbers.set(name, scalars[name].name);
    }
    return updates({ on, step, optimiser, scalars, count }, (each) => kept.push(each));
  });
  const running = [...step.statistics].map(([name, next]): Kept => {
    const { type } = network.graph.parameters.find((each) => each.name === name)!;
    return { name, type, next, kind: "parameter" };
  });
  const changed = kept.map((each): Kept => ({ ...each, next: outputs.get(each.next)! }));
  const all = [...changed, ...running];
  const gradientNorm = outputs.get(NORM)!;
  const read = new Set([step.loss, gradientNorm, ...all.map(({ next }) => next)]);
  const outputsRead = model.graph.outputs.filter(({ name }) => read.has(name));
  // The logits themselves are read by nobody, and may have been computed for nothing else.
  const whole = removeUnread.run({ ...model, graph: { ...model.graph, outputs: outputsRead } });
  const { graph } = whole;
  return {
    model: whole,
    image,
    labels: graph.inputs.find(({ name }) => name === step.labels)!,
    classes: logits.type.shape[1]!,
    masks: step.masks,
    kept: all,
    numbers,
    count: counts[0],
    loss: step.loss,
    gradientNorm,
  };
}

/** What the first step is given: weights as the network has them, and zero for all else. */
export function initialState({ kept }: TrainingGraph, { graph, weights }: Model): ReadonlyMap<string, Tensor> {
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const first = ({ name, type, kind }: Kept): Tensor =>
    kind === "parameter" ? weights.get(parameters.get(name)!) : (zeros(type.dtype, type.shape) as Tensor);
  return new Map(kept.map((each): [string, Tensor] => [each.name, first(each)]));
}

const NORM = "gradientNorm";

/** Its image and its logits; an error where it has others. */
export function checkedNetwork({ graph }: Model): { readonly image: Value; readonly logits: Value } {
  const { name, inputs, outputs } = graph;
  const [image, logits] = [inputs[0], outputs[0]];
  if (image === undefined || logits === undefined || inputs.length > 1 || outputs.length > 1) {
    const problem = `${name} has ${inputs.length} inputs and ${outputs.length} outputs, and a network of one image and its logits is trained`;
    throw new InvalidTrainingError({ problem });
  }
  return { image, logits };
}

interface Updates {
  readonly on: Extending;
  readonly step: TrainingStep;
  readonly optimiser: Optimiser;
  readonly scalars: Readonly<Record<string, Expression>>;
  readonly count: Expression | undefined;
}

/** What is given out, by names that are told with what is kept. */
function updates(
  { on, step, optimiser, scalars, count }: Updates,
  keep: (kept: Kept) => void,
): ReadonlyMap<string, Expression> {
  const { g } = on;
  const made = new Map<string, Expression>();
  const squares: Expression[] = [];
  const isUpdate = count && g.greater(count, 0);
  const batches = count && g.where(isUpdate!, count, 1);
  const chosen = (next: Expression, before: Expression): Expression =>
    isUpdate === undefined ? next : g.where(isUpdate, next, before);
  for (const parcel of parcelsOf(g, [...step.gradients.keys()].map(on.value))) {
    const { weights, join, part } = parcel;
    const inputs = (slot: string): readonly SymbolicTensor[] =>
      weights.map(({ name, type }) => on.input(`${name}/${slot}`, type));
    const give = (kind: Kept["kind"], of: readonly SymbolicTensor[], joined: Expression): void => {
      for (const [index, each] of part(joined).entries()) {
        const { name, type } = of[index]!;
        const next = `${name}/next`;
        made.set(next, each);
        keep({ name, type, kind, next });
      }
    };
    let gradient = join(weights.map(({ name }) => on.value(step.gradients.get(name)!)));
    if (batches !== undefined) {
      const before = inputs("gathered");
      const sum = g.add(join(before), gradient);
      give("gathered", before, chosen(g.zeros(sum.type), sum));
      gradient = g.div(sum, batches);
    }
    squares.push(sumOf(g, g.mul(gradient, gradient)));
    const slots = new Map(optimiser.slots.map((slot) => [slot, inputs(slot)]));
    const state = Object.fromEntries([...slots].map(([slot, of]) => [slot, join(of)]));
    const updated = optimiser.update(g, { weight: join(weights), gradient, state, numbers: scalars });
    give("parameter", weights, chosen(updated.weight, join(weights)));
    for (const [slot, of] of slots) give("state", of, chosen(updated.state[slot]!, state[slot]!));
  }
  if (squares.length === 0)
    throw new InvalidTrainingError({ problem: "the loss depends on no parameter of the network" });
  made.set(NORM, g.sqrt(squares.reduce((sum, each) => g.add(sum, each))));
  return made;
}

/** Weights that are updated at once. */
interface UpdatedAtOnce extends Parcel {
  readonly weights: readonly SymbolicTensor[];
}

/** Elements of which a node takes less time than it takes to start it. */
const FEW_ELEMENTS = 4096;

/** Those of few elements are one vector: scales and biases are most of a network's weights by number, and would be most of a step's nodes. */
function parcelsOf(g: Expressions, weights: readonly SymbolicTensor[]): readonly UpdatedAtOnce[] {
  const isSmall = ({ type }: SymbolicTensor): boolean => elementCount(type) <= FEW_ELEMENTS;
  const small = weights.filter(isSmall);
  const large = weights.filter((weight) => !isSmall(weight));
  return [...(small.length === 0 ? [] : [small]), ...large.map((weight) => [weight])].map((together) => ({
    weights: together,
    ...parcelOf(
      g,
      together.map(({ type }) => type),
    ),
  }));
}

function sumOf(g: Expressions, x: Expression): Expression {
  return g.reshape(g.sum(x, [...x.type.shape.keys()]), []);
}
