/** A network as it is while it is trained: what each op says of itself (`training`), with the state that it keeps as inputs and outputs. */
import { isAbsent } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import type { Node, Value } from "../graph.js";
import type { TensorType } from "../tensor.js";
import type { Model } from "../weights.js";
import { NotDifferentiableError } from "./errors.js";
import { type GrownOperands, builderFor, finished, regrow } from "./regrow.js";
import { expressionsOn } from "./expressions.js";
import { type Observed, movedStatistics } from "./runningStatistics.js";

/** An input of numbers that are 0 with probability `rate`, and 1 / (1 - rate) else. */
export interface DropoutMask extends Value {
  readonly rate: number;
}

export interface TrainingForm {
  /** Takes the masks too, and gives what the running statistics are afterwards. */
  readonly model: Model;
  /** The names of the outputs that are running statistics, by that of the parameter. */
  readonly statistics: ReadonlyMap<string, string>;
  readonly masks: readonly DropoutMask[];
}

/** PyTorch's. */
const MOMENTUM = 0.1;

/** Norms by the statistics of the batch, whose share in the running ones is `momentum`, and dropout by masks. */
export function trainingForm(model: Model, { momentum = MOMENTUM }: { readonly momentum?: number } = {}): TrainingForm {
  const builder = builderFor(model.graph);
  const g = expressionsOn(builder);
  const masks: DropoutMask[] = [];
  /** By the name of the parameter. */
  const observed = new Map<string, Observed>();

  const trained = (node: Node, operands: GrownOperands) => {
    if (node.op.training === undefined) return undefined;
    const mask = (type: TensorType, rate: number): SymbolicTensor => {
      const value = builder.input(builder.freeName("mask"), type);
      masks.push({ name: value.name, type: value.type, rate });
      return value;
    };
    const form = builder.scope(node.name, () => node.op.training!(g, operands, node.attributes, { mask }));
    if (isAbsent(form)) {
      throw new NotDifferentiableError({ problem: `${node.name}, of ${node.op.name}, is not trained: ${form.absent}` });
    }
    for (const [slot, value] of Object.entries(form.statistics ?? {})) {
      const running = operands[slot] as SymbolicTensor;
      const { batches } = observed.get(running.name) ?? { batches: [] };
      observed.set(running.name, { running, batches: [...batches, value] });
    }
    return form.outputs as Readonly<Record<string, SymbolicTensor>>;
  };

  const regrown = regrow(model, builder, trained);
  const latest = builder.scope("runningStatistics", () => movedStatistics(g, observed, momentum));
  const statistics = new Map([...latest.keys()].map((name) => [name, builder.freeName(`${name}/next`)]));
  const added = new Map([...latest].map(([name, value]) => [statistics.get(name)!, value]));
  return { model: finished(model.graph, regrown, added), statistics, masks };
}
