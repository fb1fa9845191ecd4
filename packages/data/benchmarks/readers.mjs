/**
 * How many images a second are read into batches of four, with none, one and two threads beside the one that asks, and in what memory.
 *
 *   npx pnpm@10 build && node packages/data/benchmarks/readers.mjs [--images 64]
 *
 * First as fast as they come, then while whoever asks is busy with each batch for as long as reading it takes here, as in training on a core of
 * its own. Numbers of a busy machine mean little: the load is printed beside them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDataSet, readBatches, writeCamvidScenes } from "../dist/index.js";

const { values } = parseArgs({ options: { images: { type: "string", default: "64" } } });
const BATCH = 4;

/** Images a second, where each batch is followed by so many ms of work; and what the processor did for each, all threads together. */
async function speed(set, count, options, busyMs) {
  const examples = Array.from({ length: count }, (_, at) => {
    const example = set.examples[at % set.examples.length];
    return { ...example, name: `${example.name} ${at}` };
  });
  const augmentation = { flip: true };
  const [started, before] = [performance.now(), process.cpuUsage()];
  for await (const batch of readBatches(
    { ...set, examples },
    { batchSize: BATCH, seed: 1, epoch: 1, augmentation, ...options },
  )) {
    const until = performance.now() + busyMs;
    while (performance.now() < until) batch.names.at(0);
  }
  const { user, system } = process.cpuUsage(before);
  return { rate: (1000 * count) / (performance.now() - started), cpuMs: (user + system) / 1000 / count };
}

const folder = await mkdtemp(join(tmpdir(), "readers-"));
try {
  console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`);
  for (const [size, count] of [
    [{ width: 480, height: 360 }, Number(values.images) * 4],
    [{ width: 2048, height: 1024 }, Number(values.images)],
  ]) {
    const place = join(folder, String(size.width));
    await writeCamvidScenes(place, { size, seed: 1, examples: { train: 8 } });
    const set = await openDataSet(place, "train");
    const { rate: alone } = await speed(set, count, {}, 0);
    const busyMs = (1000 * BATCH) / alone;
    for (const workers of [0, 1, 2]) {
      const free = await speed(set, count, { workers }, 0);
      const busy = await speed(set, count, { workers }, busyMs);
      const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
      const cost = `${free.cpuMs.toFixed(0)} ms of the processor each`;
      const rates = `${free.rate.toFixed(1)} images a second, ${cost}; ${busy.rate.toFixed(1)} with ${busyMs.toFixed(0)} ms of work a batch`;
      console.log(`${size.width}x${size.height}, ${workers} threads: ${rates}; ${memory} MiB`);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
