/** Stochastic gradient descent, with momentum or Nesterov's, as PyTorch has it: the rate is no part of the momentum. */
import { InvalidTrainingError } from "../errors.js";
import { checkedSettings } from "./checkedSettings.js";
import { type Optimiser, withDecay } from "./optimiser.js";

export interface SgdOptions {
  readonly rate: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
}

export function sgd({ rate, momentum = 0, nesterov = false, weightDecay = 0 }: SgdOptions): Optimiser {
  checkedSettings("sgd", { rate, weightDecay }, { momentum });
  if (nesterov && momentum === 0) throw new InvalidTrainingError({ problem: "sgd: nesterov needs a momentum" });
  return {
    name: "sgd",
    rate,
    settings: { momentum, nesterov, weightDecay },
    slots: momentum > 0 ? ["momentum_buffer"] : [],
    numbers: (now) => ({ rate: now }),
    update: (g, all) => {
      const { weight, state, numbers } = all;
      const gradient = withDecay(g, all, weightDecay);
      const moved = momentum > 0 ? g.add(g.mul(state["momentum_buffer"]!, momentum), gradient) : gradient;
      const direction = nesterov ? g.add(gradient, g.mul(moved, momentum)) : moved;
      return {
        weight: g.sub(weight, g.mul(direction, numbers["rate"]!)),
        state: momentum > 0 ? { momentum_buffer: moved } : {},
      };
    },
  };
}
