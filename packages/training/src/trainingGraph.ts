/** A step of training as one graph: forward, backward and the optimiser's update, with all that changes as inputs and outputs. */
import {
  type CrossEntropy,
  type DropoutMask,
  type Expression,
  type Expressions,
  type Extending,
  type Model,
  type TensorType,
  type TrainingStep,
  type TrainingStepOptions,
  type Value,
  extendModel,
  float32,
  printType,
  trainingStep,
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
  const kept: (Kept & { readonly made: string })[] = [];
  const numbers = new Map<string, string>();
  const counts: string[] = [];
  const { model, outputs } = extendModel(step.model, SCOPE, (on) => {
    const count = gathers ? on.input("count", float32()) : undefined;
    if (count !== undefined) counts.push(count.name);
    const scalars: Record<string, Expression> = {};
    for (const name of Object.keys(optimiser.numbers(optimiser.rate, 1))) {
      scalars[name] = on.input(name, float32());
      numbers.set(name, scalars[name].name);
    }
    return updates({ on, step, optimiser, scalars, count }, (each) => kept.push(each));
  });
  const running = [...step.statistics].map(([name, next]): Kept => {
    const { type } = network.graph.parameters.find((each) => each.name === name)!;
    return { name, type, next, kind: "parameter" };
  });
  const changed = kept.map(({ made, ...each }): Kept => ({ ...each, next: outputs.get(made)! }));
  const all = [...changed, ...running];
  const gradientNorm = outputs.get(NORM)!;
  const read = new Set([step.loss, gradientNorm, ...all.map(({ next }) => next)]);
  const graph = { ...model.graph, outputs: model.graph.outputs.filter(({ name }) => read.has(name)) };
  return {
    model: { ...model, graph },
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

const NORM = "gradientNorm";

/** Its image and its logits; an error where it has others, or is in other types than float32. */
export function checkedNetwork({ graph }: Model): { readonly image: Value; readonly logits: Value } {
  const { name, inputs, outputs, parameters } = graph;
  const [image, logits] = [inputs[0], outputs[0]];
  if (image === undefined || logits === undefined || inputs.length > 1 || outputs.length > 1) {
    const problem = `${name} has ${inputs.length} inputs and ${outputs.length} outputs, and a network of one image and its logits is trained`;
    throw new InvalidTrainingError({ problem });
  }
  const half = [image, logits, ...parameters].find(({ type }) => type.dtype === "float16" || type.dtype === "float64");
  if (half === undefined) return { image, logits };
  const problem = `"${half.name}" of ${name} is ${printType(half.type)}, and networks are trained in float32`;
  throw new InvalidTrainingError({ problem });
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
  keep: (kept: Kept & { readonly made: string }) => void,
): ReadonlyMap<string, Expression> {
  const { g } = on;
  const made = new Map<string, Expression>();
  const squares: Expression[] = [];
  const isUpdate = count && g.greater(count, 0);
  const batches = count && g.where(isUpdate!, count, 1);
  const chosen = (next: Expression, before: Expression): Expression =>
    isUpdate === undefined ? next : g.where(isUpdate, next, before);
  const give = (of: Omit<Kept, "next">, next: Expression): void => {
    const name = `${of.name}/next`;
    made.set(name, next);
    keep({ ...of, next: name, made: name });
  };
  for (const [name, output] of step.gradients) {
    const weight = on.value(name);
    const { type } = weight;
    let gradient: Expression = on.value(output);
    if (batches !== undefined) {
      const before = on.input(`${name}/gathered`, type);
      const sum = g.add(before, gradient);
      give({ name: before.name, type, kind: "gathered" }, chosen(g.zeros(type), sum));
      gradient = g.div(sum, batches);
    }
    squares.push(sumOf(g, g.mul(gradient, gradient)));
    const state = Object.fromEntries(optimiser.slots.map((slot) => [slot, on.input(`${name}/${slot}`, type)]));
    const updated = optimiser.update(g, { weight, gradient, state, numbers: scalars });
    give({ name, type, kind: "parameter" }, chosen(updated.weight, weight));
    for (const [slot, before] of Object.entries(state)) {
      give({ name: before.name, type, kind: "state" }, chosen(updated.state[slot]!, before));
    }
  }
  if (squares.length === 0)
    throw new InvalidTrainingError({ problem: "the loss depends on no parameter of the network" });
  made.set(NORM, g.sqrt(squares.reduce((sum, each) => g.add(sum, each))));
  return made;
}

function sumOf(g: Expressions, x: Expression): Expression {
  return g.reshape(g.sum(x, [...x.type.shape.keys()]), []);
}
