/** Training on WebGPU beside the processor: of an adapter in software, which comes with the npm package of Chromium, for Linux on x64. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompressSync } from "node:zlib";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { afterAll, beforeAll, expect, test } from "vitest";

const execute = promisify(execFile);

/** Its loader of Vulkan, and the driver that the loader is told of. */
let adapter: TemporaryFolder;
beforeAll(async () => {
  adapter = await makeTemporaryFolder("adapter");
  const chromium = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  const archive = join(adapter.path, "swiftshader.tar");
  writeFileSync(archive, brotliDecompressSync(readFileSync(join(chromium, "bin/swiftshader.tar.br"))));
  await execute("tar", ["-xf", archive, "-C", adapter.path]);
});
afterAll(async () => {
  await adapter.remove();
});

/** In a process of its own, whose environment says where the adapter is: positions of maxima, two groups of five filters and more than seven small weights. */
const STEPS = `
  import { batchNorm, buildGraph, conv2d, convTranspose2d, float32, floatTensor, initialWeights, intTensor, maxPool2d, relu } from "@linknet-kit/core";
  import { Trainer, Validator, rmsprop } from "@linknet-kit/training";
  const block = (x, filters, groups = 1) => relu()(batchNorm()(conv2d({ filters, kernel: 3, padding: 1, groups })(x)));
  const layers = (x) => {
    const pooled = maxPool2d({ kernel: 3, stride: 2, padding: 1 })(block(x, 4));
    return convTranspose2d({ filters: 3, kernel: 2, stride: 2 })(block(block(pooled, 10, 2), 6));
  };
  const graph = buildGraph("small", { name: "image", type: float32(2, 3, 8, 8) }, layers, "logits");
  const network = { graph, weights: initialWeights(1) };
  const image = floatTensor([2, 3, 8, 8], Float32Array.from({ length: 384 }, (_, index) => Math.sin(index * 1.7)));
  const labels = intTensor([2, 8, 8], Array.from({ length: 128 }, (_, index) => (index * 7) % 4));
  const options = { runtime: process.argv[1], ignore: 3, threads: 1 };
  const trainer = await Trainer.open(network, { ...options, optimiser: rmsprop() });
  let state = trainer.start();
  const losses = [];
  for (let step = 0; step < 4; step += 1) {
    const result = await trainer.step(state, { image, labels }, { rate: 5e-4 });
    state = result.state;
    losses.push(result.loss, result.gradientNorm);
  }
  const validator = await Validator.open(network, options);
  const { validationLoss } = await validator.validate(trainer.weightsOf(state), [{ image, labels }]);
  await validator.close();
  await trainer.close();
  console.log(JSON.stringify([...losses, validationLoss]));
`;

async function lossesOn(runtime: string): Promise<readonly number[]> {
  const { path } = adapter;
  const env = { ...process.env, LD_LIBRARY_PATH: path, VK_DRIVER_FILES: join(path, "vk_swiftshader_icd.json") };
  const words = ["--input-type=module", "--eval", STEPS, runtime];
  const { stdout, stderr } = await execute(process.execPath, words, { env, cwd: import.meta.dirname });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as number[];
}

test("Losses, gradients and validation of steps on WebGPU are those on the processor", async () => {
  const [expected, found] = [await lossesOn("onnxruntime-node/cpu"), await lossesOn("onnxruntime-node/webgpu")];
  expect(new Set(expected).size).toBe(9);
  for (const [index, value] of expected.entries()) expect(Math.abs(found[index]! / value - 1)).toBeLessThan(1e-3);
});
