/**
 * Records how this machine's noise falls on consecutive runs of one ONNX file, for `gate.mjs` to draw from.
 *
 *   node benchmarks/record-noise.mjs MODEL.onnx OUT.json [--passes 1500] [--what "LinkNet 640x360, ..."]
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { seededInputs } from "../dist/measure.js";
import { readOnnx } from "@linknet-kit/onnx";
import { allowedCores, findRuntime, runtimes } from "../dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { passes: { type: "string", default: "1500" }, what: { type: "string", default: "one ONNX file" } },
});
const [model = "", out = ""] = positionals;
const { driver } = await import(findRuntime("onnxruntime-node/cpu", runtimes).driver);
const session = await driver.load(model, { threads: allowedCores(), inTurn: true });
const inputs = seededInputs((await readOnnx(model)).graph.inputs, 1);
const samplesMs = [];
const [warmUp, passes] = [10, Number(values.passes)];
for (let pass = -warmUp; pass < passes; pass += 1) {
  const start = performance.now();
  await session.run(inputs);
  if (pass >= 0) samplesMs.push(Math.round(1000 * (performance.now() - start)) / 1000);
  if (pass % 100 === 0) process.stderr.write(`${pass} of ${passes}\n`);
}
const what = `${passes} consecutive runs of ${values.what}, onnxruntime-node on the CPU, ${allowedCores()} threads, ${cpus()[0].model}; milliseconds, in order`;
writeFileSync(out, `${JSON.stringify({ what, samplesMs }, undefined, 1)}\n`);
