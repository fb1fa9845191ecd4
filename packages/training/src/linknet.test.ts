/** The paper's network, narrow and small, learns. */
import { initialWeights, intTensor } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { expect, test } from "vitest";
import { wave } from "./pytorch.test.fixture.js";
import { sgd } from "./optimisers/sgd.js";
import { Trainer } from "./trainer.js";

test("LinkNet's loss falls, also on an image of odd sides", async () => {
  const graph = buildNetwork("linknet", { size: { width: 35, height: 33 }, classes: 3, batch: 2, width: 0.125 });
  const optimiser = sgd({ rate: 0.1 });
  const trainer = await Trainer.open({ graph, weights: initialWeights(0) }, { optimiser, ignore: 0, threads: 1 });
  const image = wave([2, 3, 33, 35], 1, 1);
  const pixels = image.data.length / 3;
  const labels = intTensor(
    [2, 33, 35],
    Array.from({ length: pixels }, (_, index) => (index % 35 < 16 ? 1 : 2)),
  );
  let state = trainer.start();
  const losses: number[] = [];
  for (let step = 0; step < 12; step += 1) {
    const result = await trainer.step(state, { image, labels }, { rate: optimiser.rate });
    state = result.state;
    losses.push(result.loss);
  }
  expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.8);
  await trainer.close();
});
