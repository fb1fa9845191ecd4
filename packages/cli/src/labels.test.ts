/** `--output labels`: the class of each pixel, in the graph, the same on every runtime that is here. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Model, argMaxOp, countCost } from "@linknet-kit/core";
import { decodeOnnx } from "@linknet-kit/onnx";
import type { Verification } from "@linknet-kit/runtimes";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let folder: string;
const at = (name: string): string => join(folder, name);
const RUNTIMES = "--runtimes onnxruntime-node/cpu,onnxruntime-web/wasm,tfjs/cpu,tfjs/wasm";

/** A U-Net's head, and an image that is not what its strides make of it: a softmax, and pixels that are cut off. */
const OWN = `
import { conv2d, convTranspose2d, relu, sequence, slice, softmax } from "@linknet-kit/core";
export default ({ classes }) => sequence(
  conv2d({ filters: 8, kernel: 3, stride: 4, padding: 1 }),
  relu(),
  convTranspose2d({ filters: classes, kernel: 4, stride: 4 }),
  slice({ start: [0, 0, 0, 0], end: [1, classes, 67, 65], step: [1, 1, 1, 1] }),
  softmax({ axes: 1 }),
);
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-labels-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function exported(line: string): Promise<readonly string[]> {
  const { code, out, notes } = await runCommand(`export ${line} -o ${folder}`);
  expect([code, notes]).toEqual([0, expect.anything()]);
  return out.split("\n").filter((path) => path.endsWith(".onnx") || path.endsWith(".json"));
}

async function verified(line: string): Promise<Verification["runs"]> {
  const { out, notes } = await runCommand(`verify ${line} --json`);
  expect([out === "", notes]).toEqual([false, notes]);
  return (JSON.parse(out) as Verification).runs;
}

const modelOf = async (path: string): Promise<Model> => decodeOnnx(await readFile(path));

describe.each([
  ["LinkNet at a size that its strides do not divide", "linknet --size 97x65 --width 0.25"],
  ["ENet", "enet --size 96x72"],
  ["SegNet", "segnet --size 64x48 --width 0.25 --classes 21"],
])("%s", (_, line) => {
  test("gives the labels of its logits on every runtime, a byte a pixel in ONNX", async () => {
    const [logits] = await exported(line);
    const labels = await exported(`${line} --to onnx,tfjs --output labels`);
    const [, width, height] = /(\d+)x(\d+)/.exec(line)!;
    const [output] = (await modelOf(labels[0]!)).graph.outputs;
    expect(output).toEqual({ name: "labels", type: { dtype: "uint8", shape: [1, Number(height), Number(width)] } });
    const runs = await verified(`${labels.join(" ")} --reference ${logits} ${RUNTIMES}`);
    expect(runs).toHaveLength(4);
    for (const run of runs) {
      expect(run).toMatchObject({
        status: "passed",
        outputs: [{ name: "labels", labels: expect.anything() as unknown }],
      });
    }
  });
});

test("Half as large files give them too, and differ where rounding decides alone", async () => {
  const [logits] = await exported("linknet --size 96x64 --width 0.25");
  for (const flag of ["", "--no-keep-io-types"]) {
    const [half] = await exported(`linknet --size 96x64 --width 0.25 --dtype fp16 ${flag} --output labels --force`);
    expect(half).toBe(at("linknet-96x64-fp16-labels.onnx"));
    if (flag !== "") continue;
    const runs = await verified(`${half} --reference ${logits} --runtimes onnxruntime-node/cpu`);
    expect(runs).toMatchObject([{ status: "passed" }]);
    const { differing, nearTies } = runs[0]!.outputs![0]!.labels!;
    expect([differing, nearTies]).toEqual([nearTies, differing]);
  }
});

test("More classes than a byte has are whole numbers of 32 bits; a softmax and what is cut off are left to labels", async () => {
  await writeFile(at("own.ts"), OWN);
  const [logits] = await exported(`${at("own.ts")} --size 68x68 --classes 300`);
  const paths = await exported(`${at("own.ts")} --size 68x68 --classes 300 --to onnx,tfjs --output labels`);
  const { graph } = await modelOf(paths[0]!);
  expect(graph.outputs[0]!.type).toEqual({ dtype: "int32", shape: [1, 67, 65] });
  expect(graph.nodes.map(({ op }) => op.name)).not.toContain("softmax");
  const runs = await verified(`${paths.join(" ")} --reference ${logits} ${RUNTIMES}`);
  expect(runs.filter(({ status }) => status === "passed")).toHaveLength(4);
});

test.each([
  ["Of equals the lower class", "sign"],
  ["What is no number is never the largest, but where it is the first:", "log"],
])("%s on every runtime, in every form", async (_, layer) => {
  const layers = `import { conv2d, ${layer}, sequence } from "@linknet-kit/core";`;
  const network = `export default sequence(conv2d({ filters: 5, kernel: 3, padding: 1 }), ${layer}());`;
  await writeFile(at(`${layer}.ts`), `${layers}\n${network}\n`);
  const model = `${at(`${layer}.ts`)} --size 96x64`;
  const [logits] = await exported(model);
  const labels = await exported(`${model} --to onnx,tfjs --output labels`);
  const [compared] = await exported(`${model} --target onnxruntime-web --output labels`);
  const runs = await verified(`${[...labels, compared].join(" ")} --reference ${logits} ${RUNTIMES}`);
  expect(runs).toHaveLength(6);
  for (const run of runs) expect(run).toMatchObject({ status: "passed", outputs: [{ labels: { differing: 0 } }] });
});

test("For WebAssembly classes are compared one after the other, and labels are the same", async () => {
  const [logits] = await exported("linknet --size 192x128 --width 0.25 --classes 4");
  const [path] = await exported(
    "linknet --size 192x128 --width 0.25 --classes 4 --target onnxruntime-web --output labels",
  );
  expect(path).toBe(at("linknet-192x128-labels-onnxruntime-web.onnx"));
  const { graph } = await modelOf(path!);
  expect(graph.nodes.some(({ op }) => op === argMaxOp)).toBe(false);
  const runs = await verified(`${path} --reference ${logits} --runtimes onnxruntime-node/cpu,onnxruntime-web/wasm`);
  expect(runs).toMatchObject([{ status: "passed" }, { status: "passed" }]);
});

test("TensorRT gets a plain arg-max in 32 bits", async () => {
  const [path] = await exported("linknet --size 64x48 --width 0.25 --target tensorrt-8.2 --output labels");
  expect(path).toBe(at("linknet-64x48-labels-tensorrt-8.2.onnx"));
  const { graph } = await modelOf(path!);
  expect(graph.outputs[0]!.type.dtype).toBe("int32");
  expect(graph.nodes.some(({ op }) => op === argMaxOp)).toBe(true);
});

test("Another's file is asked for them as a network is, and said in words where it has none", async () => {
  const [logits] = await exported("linknet --size 64x48 --width 0.25 --classes 5");
  const [labels] = await exported(`${logits} --output labels`);
  const model = await modelOf(labels!);
  expect(model.graph.outputs[0]!.type).toEqual({ dtype: "uint8", shape: [1, 48, 64] });
  const twice = await runCommand(`export ${labels} --output labels -o ${at("twice")}`);
  expect(twice).toMatchObject({ code: 1, notes: expect.stringContaining("it holds labels already") as string });
  const weightsAlone = await runCommand(`export linknet --to safetensors --output labels -o ${folder}`);
  expect(weightsAlone.code).toBe(2);
});

test("A conversion gives them in every format, held to the file's numbers, or says why there are none", async () => {
  const [logits] = await exported("linknet --size 64x48 --width 0.25 --classes 6");
  const { code, out } = await runCommand(
    `convert ${logits} --to onnx,tfjs,triton --output labels -o ${at("converted")} --json`,
  );
  expect(code).toBe(0);
  const { parity } = JSON.parse(out) as { readonly parity: Verification };
  expect(parity.runs).toHaveLength(3);
  for (const run of parity.runs) {
    expect(run).toMatchObject({
      status: "passed",
      outputs: [{ name: "labels", labels: expect.anything() as unknown }],
    });
  }
  const config = await readFile(at("converted/linknet-64x48-64x48-labels/config.pbtxt"), "utf8");
  expect(config).toContain("TYPE_UINT8");
  const twice = await runCommand(
    `convert ${at("converted/linknet-64x48-64x48-labels.onnx")} --output labels -o ${at("twice")}`,
  );
  expect(twice).toMatchObject({ code: 1, notes: expect.stringContaining("it holds labels already") as string });
});

test("They are counted, and run in any batch", async () => {
  const [path] = await exported("linknet --size 96x64 --width 0.25 --dynamic-batch --output labels --force");
  const { graph } = await modelOf(path!);
  const { out } = await runCommand(`count ${path} --json`);
  const { macs } = countCost(graph);
  expect(JSON.parse(out)).toMatchObject({ macs, size: { width: 96, height: 64 } });
});
