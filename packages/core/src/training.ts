/** What ops are while a network is trained, where that is something else: norms by the batch's own statistics, dropout that drops. */
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { Expression, Expressions } from "./gradient.js";
import type { Named } from "./named.js";
import type { TensorType } from "./tensor.js";

interface TrainingRun {
  /** An input of numbers that are 0 with probability `rate` and else 1 / (1 - rate). */
  readonly mask: (type: TensorType, rate: number) => Expression;
}

export interface Trained {
  /** What takes the place of its results, by output. */
  readonly outputs: Readonly<Record<string, Expression>>;
  /** What its running statistics move towards, by input: the batch's own. */
  readonly statistics?: Readonly<Record<string, Expression>>;
}

/** What the training form of a node is made of. */
export type TrainingOf<Input extends string, Kinds extends AttributeKinds> = readonly [
  g: Expressions,
  operands: Named<Input, Expression>,
  attributes: Canonical<Kinds>,
  run: TrainingRun,
];
