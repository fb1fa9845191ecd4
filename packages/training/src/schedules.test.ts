import { expect, test } from "vitest";
import { differences, expected } from "./pytorch.test.fixture.js";
import { type Schedule, cosineRate, polynomialRate, stepRate } from "./schedules.js";

const rates = (schedule: Schedule): number[] => Array.from({ length: 12 }, (_, update) => schedule.rateAt(0.1, update));

test("Rates are those of PyTorch's schedulers", () => {
  const { step, polynomial, cosine } = expected.schedules;
  expect(differences("step", rates(stepRate({ every: 3, factor: 0.5 })), step)).toEqual([]);
  expect(differences("polynomial", rates(polynomialRate({ updates: 10, power: 0.9 })), polynomial)).toEqual([]);
  expect(differences("cosine", rates(cosineRate({ updates: 11, least: 0.01 })), cosine)).toEqual([]);
});

test("A schedule over no updates is refused", () => {
  expect(() => cosineRate({ updates: 0 })).toThrow("cosineRate: 0 updates, expected a whole number above 0");
});
