/** What makes of gradients the next weights, as a part of the graph. */
import type { Expression, Expressions } from "@linknet-kit/core";

export interface Updating {
  readonly weight: Expression;
  readonly gradient: Expression;
  /** What it keeps of this weight, by slot. */
  readonly state: Readonly<Record<string, Expression>>;
  /** What it asked for of this update, by name: scalars. */
  readonly numbers: Readonly<Record<string, Expression>>;
}

export interface UpdatedWeight {
  readonly weight: Expression;
  /** Afterwards, by slot. */
  readonly state: Readonly<Record<string, Expression>>;
}

export interface Optimiser {
  readonly name: string;
  /** The learning rate that schedules start from. */
  readonly rate: number;
  /** All else that it was made with, as a run's configuration tells it. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** What it keeps for each weight, of its shape and zero at first, under the names that PyTorch's state has. */
  readonly slots: readonly string[];
  /** What changes with the update, counted from 1: computed in double precision and fed. */
  numbers(rate: number, update: number): Readonly<Record<string, number>>;
  update(g: Expressions, given: Updating): UpdatedWeight;
}

/** The gradient of the loss and of half the sum of the weights' squares. */
export function withDecay(g: Expressions, { weight, gradient }: Updating, decay: number): Expression {
  return decay === 0 ? gradient : g.add(gradient, g.mul(weight, decay));
}

/** Of `before` the share `kept`, and of `next` the rest. */
export function mixed(g: Expressions, before: Expression, next: Expression, kept: number): Expression {
  return g.add(g.mul(before, kept), g.mul(next, 1 - kept));
}
