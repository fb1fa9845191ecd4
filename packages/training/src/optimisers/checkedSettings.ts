/** Numbers that an optimiser is made with, within their ranges. */
import { InvalidTrainingError } from "../errors.js";

/** Half of it is 0 in single precision. */
const LEAST = 2 ** -149;

type Numbers = Readonly<Record<string, number>>;

/** Throws where one is negative or no number, or a share is 1 or more: as they are, and in the single precision that steps compute in. */
export function checkedSettings(optimiser: string, amounts: Numbers, shares: Numbers): void {
  const wrong = (name: string, value: number, expected: string): never => {
    throw new InvalidTrainingError({ problem: `${optimiser}: ${name} is ${value}, expected ${expected}` });
  };
  for (const [name, value] of Object.entries(amounts)) {
    const near = Math.fround(value);
    if (!(value >= 0 && Number.isFinite(near))) wrong(name, value, "0 or more");
    if (near === 0 && value > 0) wrong(name, value, `0, or ${LEAST} or more`);
  }
  for (const [name, value] of Object.entries(shares)) {
    if (!(value >= 0 && Math.fround(value) < 1)) wrong(name, value, "0 or more and less than 1");
  }
}
