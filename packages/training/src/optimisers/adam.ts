/** Adam, Kingma and Ba 2015, and AdamW, Loshchilov and Hutter 2019, where the decay is decoupled; as PyTorch has them. */
import { checkedSettings } from "./checkedSettings.js";
import { type Optimiser, mixed, withDecay } from "./optimiser.js";

export interface AdamOptions {
  readonly rate?: number;
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /** Whether weights shrink apart from their gradients, as AdamW has it. */
  readonly decoupled?: boolean;
}

export function adam(given: AdamOptions = {}): Optimiser {
  const { rate = 1e-3, betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0, decoupled = false } = given;
  const [beta1, beta2] = betas;
  checkedSettings("adam", { rate, epsilon, weightDecay }, { beta1, beta2 });
  return {
    name: "adam",
    rate,
    settings: { beta1, beta2, epsilon, weightDecay, decoupled },
    slots: ["exp_avg", "exp_avg_sq"],
    // Means start at zero and are too small at first; in single precision 1 - beta would lose half of its digits.
    numbers: (now, update) => ({
      size: now / (1 - beta1 ** update),
      root: Math.sqrt(1 - beta2 ** update),
      ...(decoupled && { kept: 1 - now * weightDecay }),
    }),
    update: (g, all) => {
      const { weight, state, numbers } = all;
      const gradient = decoupled ? all.gradient : withDecay(g, all, weightDecay);
      const mean = mixed(g, state["exp_avg"]!, gradient, beta1);
      const squares = mixed(g, state["exp_avg_sq"]!, g.mul(gradient, gradient), beta2);
      const direction = g.div(mean, g.add(g.div(g.sqrt(squares), numbers["root"]!), epsilon));
      const from = decoupled ? g.mul(weight, numbers["kept"]!) : weight;
      return {
        weight: g.sub(from, g.mul(direction, numbers["size"]!)),
        state: { exp_avg: mean, exp_avg_sq: squares },
      };
    },
  };
}
