import { expect, test } from "vitest";
import { Pace } from "./pace.js";

test("What is left is updates as long as the recent ones, and as many validations", () => {
  let now = 0;
  const pace = new Pace({ nowMs: () => now, date: () => new Date(0) });
  expect(pace.leftSeconds({ updates: 5, epochs: 1 })).toBe(0);
  for (const end of [2000, 4000]) {
    now = end;
    pace.update(1);
  }
  expect(pace.updateMs).toBe(2000);
  now = 7000;
  pace.endEpoch();
  expect(pace.leftSeconds({ updates: 4, epochs: 2 })).toBe(4 * 2 + 2 * 3);
  // Twenty faster ones, and those before them are forgotten.
  for (let update = 0; update < 20; update += 1) {
    now += 500;
    pace.update(1);
  }
  expect(pace.updateMs).toBe(500);
});

test("Updates that end together take as long as they do together", () => {
  let now = 0;
  const pace = new Pace({ nowMs: () => now, date: () => new Date(0) });
  for (const count of [1, 4, 16, 16, 3]) {
    now += 100 * count;
    pace.update(count);
    expect(pace.updateMs).toBe(100);
  }
});
