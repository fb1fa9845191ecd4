/** Updates beside those of PyTorch's optimisers, with a rate that falls from update to update. */
import {
  GraphBuilder,
  type Tensor,
  evaluate,
  extendModel,
  float32,
  floatTensor,
  givenWeights,
  identity,
} from "@linknet-kit/core";
import { expect, test } from "vitest";
import { differences, expected, wave } from "../pytorch.test.fixture.js";
import { adam } from "./adam.js";
import type { Optimiser } from "./optimiser.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";

const optimisers: Readonly<Record<string, Optimiser>> = {
  rmsprop: rmsprop(),
  rmspropWhole: rmsprop({ rate: 1e-2, decay: 0.9, epsilon: 1e-3, momentum: 0.9, centred: true, weightDecay: 0.01 }),
  sgd: sgd({ rate: 0.1 }),
  sgdMomentum: sgd({ rate: 0.1, momentum: 0.9, weightDecay: 5e-4 }),
  sgdNesterov: sgd({ rate: 0.1, momentum: 0.9, nesterov: true }),
  adam: adam(),
  adamDecay: adam({ rate: 1e-2, betas: [0.8, 0.99], epsilon: 1e-4, weightDecay: 0.05 }),
  adamw: adam({ rate: 1e-2, weightDecay: 0.1, decoupled: true }),
};

const SHAPE = [6];

/** From the weight, its gradient, the state and the numbers to what they are afterwards. */
function updateModel(optimiser: Optimiser, numbers: readonly string[]) {
  const builder = new GraphBuilder("update");
  const graph = builder.build({ y: identity()(builder.input("weight", float32(...SHAPE))) });
  return extendModel({ graph, weights: givenWeights(new Map()) }, "update", ({ g, value, input }) => {
    const named = (names: readonly string[], ...shape: number[]) =>
      Object.fromEntries(names.map((name) => [name, input(name, float32(...shape))]));
    const updated = optimiser.update(g, {
      weight: value("weight"),
      gradient: input("gradient", float32(...SHAPE)),
      state: named(optimiser.slots, ...SHAPE),
      numbers: named(numbers),
    });
    return new Map(Object.entries({ weight: updated.weight, ...updated.state }));
  });
}

test.each(Object.keys(optimisers))("%s moves weights and keeps state as PyTorch's does", (name) => {
  const optimiser = optimisers[name]!;
  const { model, outputs } = updateModel(optimiser, Object.keys(optimiser.numbers(optimiser.rate, 1)));
  let now: Record<string, Tensor> = Object.fromEntries(optimiser.slots.map((slot) => [slot, floatTensor(SHAPE)]));
  now["weight"] = wave(SHAPE, 0, 1);
  const { weights, state } = expected.optimisers[name]!;
  for (const [index, wanted] of weights.entries()) {
    const numbers = optimiser.numbers(optimiser.rate * (1 - index / 10), index + 1);
    const scalars = Object.entries(numbers).map(([each, value]) => [each, floatTensor([], [value])] as const);
    const given = { ...now, gradient: wave(SHAPE, index + 1, 0.5, 0.1), ...Object.fromEntries(scalars) };
    const fed = Object.entries(given).map(([each, tensor]) => [each === "weight" ? each : `update/${each}`, tensor]);
    const results = evaluate(model, Object.fromEntries(fed) as Record<string, Tensor>);
    now = Object.fromEntries([...outputs].map(([each, output]) => [each, results[output]!]));
    expect(differences("weight", now["weight"]!.data, wanted)).toEqual([]);
  }
  expect(Object.keys(state)).toEqual(optimiser.slots.toSorted());
  for (const [slot, wanted] of Object.entries(state)) expect(differences(slot, now[slot]!.data, wanted)).toEqual([]);
});

test("What no optimiser can be made with is refused", () => {
  expect(() => rmsprop({ rate: -1 })).toThrow("rmsprop: rate is -1, expected 0 or more");
  expect(() => adam({ betas: [0.9, 1] })).toThrow("adam: beta2 is 1, expected 0 or more and less than 1");
  expect(() => sgd({ rate: 1, nesterov: true })).toThrow("sgd: nesterov needs a momentum");
});

test("What single precision takes for zero, one or infinity is refused", () => {
  expect(() => rmsprop({ epsilon: 1e-320 })).toThrow(
    "rmsprop: epsilon is 1e-320, expected 0, or 1.401298464324817e-45 or",
  );
  expect(() => adam({ rate: 1e39 })).toThrow("adam: rate is 1e+39, expected 0 or more");
  expect(() => sgd({ rate: 1, momentum: 0.99999999 })).toThrow(
    "sgd: momentum is 0.99999999, expected 0 or more and less",
  );
  expect(() => sgd({ rate: 1e-40, momentum: 0 })).not.toThrow();
});
