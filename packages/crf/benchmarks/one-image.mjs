/**
 * How long the CRF takes for one image on one core, at DeepLab's own options, and what of it are its lattices.
 *
 *   npx pnpm@10 build && node packages/crf/benchmarks/one-image.mjs [--size 640x360] [--classes 19]
 *
 * The image has regions of like colours with noise, as a photograph has; the number of lattice points, and so the time, depends on it. Numbers of a
 * busy machine mean little: the load is printed beside them.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { deepLabV2Crf, denseCrf, largeFovCrf } from "../dist/index.js";

const { values } = parseArgs({
  options: { size: { type: "string", default: "640x360" }, classes: { type: "string", default: "19" } },
});
const [width, height] = values.size.split("x").map(Number);
const classes = Number(values.classes);

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return (state >>> 8) / 2 ** 24;
};
const pixels = width * height;
const colours = new Uint8Array(3 * pixels);
const logits = new Float32Array(classes * pixels);
for (let pixel = 0; pixel < pixels; pixel += 1) {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  const region = (Math.floor(x / 80) * 7 + Math.floor(y / 60) * 3) % classes;
  for (let channel = 0; channel < 3; channel += 1)
    colours[3 * pixel + channel] = ((region * 37 * (channel + 1)) % 200) + 8 * random() + (20 * x) / width;
  for (let label = 0; label < classes; label += 1)
    logits[label * pixels + pixel] = (label === region ? 2 : 0) + 2 * random();
}
console.log(`load ${loadavg()[0].toFixed(1)}, ${values.size}, ${classes} classes, times of the processor`);
for (const [name, options] of Object.entries({ largeFovCrf, deepLabV2Crf })) {
  const timed = (iterations) => {
    const before = process.cpuUsage();
    denseCrf({ width, height, classes, colours, logits }, { ...options, iterations });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  timed(1);
  const [lattices, all] = [timed(0), timed(options.iterations)];
  console.log(`${name}: ${all.toFixed(2)} s, of which lattices ${lattices.toFixed(2)} s`);
}
