/** Figures of result files, within what can be measured at all: a file that says otherwise was not written by a measurement. */
import { z } from "zod";

export const count = z.int().nonnegative();

/** A time below the first or above the second was not measured: light takes longer for a hair's breadth, and a life is shorter. */
const SHORTEST_MS = 1e-9;
const LONGEST_MS = 1e12;

/** Zero where the clock was too coarse. */
export const milliseconds = z
  .number()
  .nonnegative()
  .max(LONGEST_MS)
  .refine((value) => value === 0 || value >= SHORTEST_MS, `a time of less than ${SHORTEST_MS} ms, which no clock tells`)
  .overwrite(withoutSign);

const SMALLEST = 1e-12;
const LARGEST = 1e21;

/** Sizes, rates and shares of whatever unit. */
export const amount = z
  .number()
  .nonnegative()
  .max(LARGEST)
  .refine((value) => value === 0 || value >= SMALLEST, `less than ${SMALLEST}, which is as good as nothing`)
  .overwrite(withoutSign);

/** JSON has a negative zero. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}
