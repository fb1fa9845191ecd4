/** RMSProp, Tieleman and Hinton 2012, as PyTorch has it: the epsilon is added to the root. The paper's optimiser. */
import { checkedSettings } from "./checkedSettings.js";
import { type Optimiser, mixed, withDecay } from "./optimiser.js";

export interface RmspropOptions {
  /** The paper's 5e-4 unless given. */
  readonly rate?: number;
  /** The share that the mean of squares keeps. */
  readonly decay?: number;
  readonly epsilon?: number;
  readonly momentum?: number;
  /** Whether the mean's square is taken from the mean of squares. */
  readonly centred?: boolean;
  readonly weightDecay?: number;
}

export function rmsprop(given: RmspropOptions = {}): Optimiser {
  const { rate = 5e-4, decay = 0.99, epsilon = 1e-8, momentum = 0, centred = false, weightDecay = 0 } = given;
  checkedSettings("rmsprop", { rate, epsilon, weightDecay }, { decay, momentum });
  return {
    name: "rmsprop",
    rate,
    settings: { decay, epsilon, momentum, centred, weightDecay },
    slots: ["square_avg", ...(centred ? ["grad_avg"] : []), ...(momentum > 0 ? ["momentum_buffer"] : [])],
    numbers: (now) => ({ rate: now }),
    update: (g, all) => {
      const { weight, state, numbers } = all;
      const gradient = withDecay(g, all, weightDecay);
      const squares = mixed(g, state["square_avg"]!, g.mul(gradient, gradient), decay);
      const mean = centred ? mixed(g, state["grad_avg"]!, gradient, decay) : undefined;
      const spread = mean === undefined ? squares : g.sub(squares, g.mul(mean, mean));
      const direction = g.div(gradient, g.add(g.sqrt(spread), epsilon));
      const moved = momentum > 0 ? g.add(g.mul(state["momentum_buffer"]!, momentum), direction) : direction;
      return {
        weight: g.sub(weight, g.mul(moved, numbers["rate"]!)),
        state: {
          square_avg: squares,
          ...(mean && { grad_avg: mean }),
          ...(momentum > 0 && { momentum_buffer: moved }),
        },
      };
    },
  };
}
