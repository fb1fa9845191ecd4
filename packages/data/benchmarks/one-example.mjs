/**
 * How long a scene takes to be drawn, and a pair of files to be read, on one core: the processor's time, medians of several.
 *
 *   npx pnpm@10 build && node packages/data/benchmarks/one-example.mjs [--runs 9]
 *
 * A pair is a scene with its labels, as files of grain compress little. Numbers of a busy machine mean little: the load is printed beside them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openCamvid, readExample, renderScene, resizeColours, writeCamvidScenes } from "../dist/index.js";

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" } } });

async function medianMs(run) {
  const samples = [];
  for (let each = 0; each < Number(values.runs); each += 1) {
    const before = process.cpuUsage();
    await run(each);
    samples.push(process.cpuUsage(before).user / 1000);
  }
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
}

const folder = await mkdtemp(join(tmpdir(), "one-example-"));
try {
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  for (const [width, height] of [
    [480, 360],
    [1024, 512],
    [2048, 1024],
  ]) {
    const size = { width, height };
    await writeCamvidScenes(folder, { size, seed: 1, examples: { train: 1 } });
    const set = await openCamvid(folder, "train");
    const { picture } = await readExample(set, set.examples[0]);
    const half = { width: width / 2, height: height / 2 };
    const drawn = await medianMs((index) => renderScene(size, 1, index));
    const read = await medianMs(() => readExample(set, set.examples[0]));
    const halved = await medianMs(() => resizeColours(picture.colours, size, half));
    const ms = [drawn, read, halved].map((each) => `${each.toFixed(0)} ms`);
    console.log(`${width}x${height}: drawn in ${ms[0]}, read in ${ms[1]}, halved in ${ms[2]}`);
  }
} finally {
  await rm(folder, { recursive: true });
}
