/**
 * How long a step of training takes, update and all, alone and in runs of four. Run after `pnpm build`:
 *   node packages/training/benchmarks/step.mjs [network] [rounds] [threads] [width height]
 */
import { floatTensor, initialWeights, intTensor } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { Trainer, adam, rmsprop, sgd } from "@linknet-kit/training";

const [name = "linknet", rounds = 7, threads = 2, width = 640, height = 360] = process.argv
  .slice(2)
  .map((word, index) => (index === 0 ? word : Number(word)));
const size = { width: Number(width), height: Number(height) };
const network = { graph: buildNetwork(String(name), { size }), weights: initialWeights(0) };
const pixels = size.width * size.height;
const image = floatTensor(
  [1, 3, size.height, size.width],
  Float32Array.from({ length: 3 * pixels }, (_, index) => Math.sin(index * 1.7)),
);
const labels = intTensor(
  [1, size.height, size.width],
  Array.from({ length: pixels }, (_, index) => index % 20),
);

const choices = { "sgd without momentum": sgd({ rate: 1e-3 }), rmsprop: rmsprop(), adam: adam() };
for (const [title, optimiser] of Object.entries(choices)) {
  const trainer = await Trainer.open(network, { optimiser, threads: Number(threads) });
  let state = trainer.start();
  const step = { batch: { image, labels }, rate: optimiser.rate };
  const times = new Map([1, 4].map((count) => [count, []]));
  for (let round = -1; round < Number(rounds); round += 1) {
    for (const [count, taken] of times) {
      const start = performance.now();
      ({ state } = await trainer.steps(
        state,
        Array.from({ length: count }, () => step),
      ));
      if (round >= 0) taken.push((performance.now() - start) / count);
    }
  }
  const [alone, together] = [...times.values()].map((taken) =>
    taken.toSorted((a, b) => a - b)[Math.floor(taken.length / 2)]?.toFixed(0),
  );
  console.log(`${name} ${size.width}x${size.height}, ${title}: ${alone} ms a step, ${together} ms in runs of four`);
  await trainer.close();
}
