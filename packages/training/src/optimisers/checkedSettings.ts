/** Numbers that an optimiser is made with, within their ranges. */
import { InvalidTrainingError } from "../errors.js";

type Numbers = Readonly<Record<string, number>>;

/** Throws where one is negative or no number, or a share is 1 or more. */
export function checkedSettings(optimiser: string, amounts: Numbers, shares: Numbers): void {
  const wrong = (name: string, value: number, expected: string): never => {
    throw new InvalidTrainingError({ problem: `${optimiser}: ${name} is ${value}, expected ${expected}` });
  };
  for (const [name, value] of Object.entries(amounts)) {
    if (!(value >= 0 && Number.isFinite(value))) wrong(name, value, "0 or more");
  }
  for (const [name, value] of Object.entries(shares)) {
    if (!(value >= 0 && value < 1)) wrong(name, value, "0 or more and less than 1");
  }
}
