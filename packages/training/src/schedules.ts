/** How the learning rate changes from update to update. */
import { InvalidTrainingError } from "./errors.js";

export interface Schedule {
  readonly name: string;
  /** What it was made with, as a run's configuration tells it. */
  readonly settings: Readonly<Record<string, number>>;
  /** For the update of this number, from 0, where the optimiser's own rate is `rate`. */
  rateAt(rate: number, update: number): number;
}

export function constantRate(): Schedule {
  return { name: "constant", settings: {}, rateAt: (rate) => rate };
}

/** Multiplied by `factor` after every so many updates. */
export function stepRate({ every, factor = 0.1 }: { readonly every: number; readonly factor?: number }): Schedule {
  checkUpdates("stepRate", every);
  return {
    name: "step",
    settings: { every, factor },
    rateAt: (rate, update) => rate * factor ** Math.floor(update / every),
  };
}

/** Down to zero after so many updates, along a power of what is left of them. */
export function polynomialRate({
  updates,
  power = 0.9,
}: {
  readonly updates: number;
  readonly power?: number;
}): Schedule {
  checkUpdates("polynomialRate", updates);
  return {
    name: "polynomial",
    settings: { updates, power },
    rateAt: (rate, update) => rate * (1 - Math.min(update, updates) / updates) ** power,
  };
}

/** Down to `least` after so many updates, along half a wave: Loshchilov and Hutter 2017, without restarts. */
export function cosineRate({ updates, least = 0 }: { readonly updates: number; readonly least?: number }): Schedule {
  checkUpdates("cosineRate", updates);
  return {
    name: "cosine",
    settings: { updates, least },
    rateAt: (rate, update) =>
      least + ((rate - least) * (1 + Math.cos((Math.PI * Math.min(update, updates)) / updates))) / 2,
  };
}

function checkUpdates(schedule: string, updates: number): void {
  if (Number.isSafeInteger(updates) && updates > 0) return;
  throw new InvalidTrainingError({ problem: `${schedule}: ${updates} updates, expected a whole number above 0` });
}
