/** The whole way with ONNX Runtime, native and on WebAssembly, on networks small enough to be quick. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  InvalidNodeError,
  type Layer,
  type Model,
  buildGraph,
  conv2d,
  float32,
  floatTensor,
  floats,
  givenWeights,
  maxPool2dWithIndices,
  maxUnpool2d,
  relu,
  scrambledWeights,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { readResultFile } from "@linknet-kit/results/files";
import { allowedCores, cpuModel, findRuntime, probeRuntime, runtimes } from "@linknet-kit/runtimes";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeRuntime } from "../fakes/suite.test.fake.js";
import type { ModelRequest } from "../cell/artifacts.js";
import { planSuite } from "../suites.js";
import { runSuite } from "./runSuite.js";

const convolutions = sequence(conv2d({ filters: 8, kernel: 3, padding: 1 }), relu(), conv2d({ filters: 4, kernel: 1 }));

const unpooled: Layer = (x) => {
  const features = convolutions(x);
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(features);
  return maxUnpool2d({ kernel: 2, stride: 2, size: sizeOf(features) })(y, indices);
};

function modelOf({ network, size, batch }: ModelRequest): Model {
  const image = { name: "image", type: float32(batch, 3, size.height, size.width) };
  const graph = buildGraph(network, image, network === "unpooled" ? unpooled : convolutions, "logits");
  return { graph, weights: scrambledWeights(graph, 1) };
}

// A test starts up to a dozen processes, each slow where other tests run beside it.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "onnxruntime-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test.each(["onnxruntime-node/cpu", "onnxruntime-web/wasm"])("%s says its version, device and threads", async (name) => {
  expect(await probeRuntime(findRuntime(name))).toEqual({
    available: true,
    version: expect.stringMatching(/^1\.\d+\.\d+/),
    device: cpuModel(),
    threads: allowedCores(),
  });
});

test.each(runtimes)("$name is there, or says why it is not and how to add it", async (runtime) => {
  const found = await probeRuntime(runtime);
  const said = found.available ? `on ${found.device}` : `${found.reason}; ${found.remedy}`;
  expect(said).toMatch(
    /^(on \S.*|(no GPU answers to WebGPU|the provider's library is not installed|there is no (NVIDIA GPU|trtexec)|\S+ is not installed).*; .*(install|add).*)$/,
  );
});

test.each(["onnxruntime-node/cpu", "onnxruntime-web/wasm"])(
  "Networks run on %s with the threads they were asked for, right against the evaluator",
  async (name) => {
    const plan = planSuite({
      networks: ["plain", "unpooled"],
      sizes: [{ width: 33, height: 21 }],
      batch: [2],
      threads: [1, 2],
      budgetSeconds: 0.05,
      runtimes: [name],
    });
    const { results } = await runSuite({ plan, path: join(folder, "r.json"), modelOf, git: { revision: "abc" } });
    expect(results.map(({ network, threads }) => [network, threads])).toEqual([
      ["plain", 1],
      ["plain", 2],
      ["unpooled", 1],
      ["unpooled", 2],
    ]);
    for (const result of results) {
      expect(result).toMatchObject({ outputCheck: { passed: true, reference: expect.stringMatching(/^evaluator/) } });
      expect(result).not.toHaveProperty("requestedThreads");
      expect(result.outputCheck!.relativeError).toBeLessThan(1e-5);
      expect(result.latency!.samplesMs.length).toBeGreaterThanOrEqual(10);
    }
  },
);

test("The native binding says how many nodes ran on which provider", async () => {
  const given = { networks: ["plain"], sizes: [{ width: 33, height: 21 }], threads: [1], budgetSeconds: 0.05 };
  const plan = planSuite({ ...given, runtimes: ["onnxruntime-node"] });
  const { results } = await runSuite({ plan, path: join(folder, "r.json"), modelOf, git: { revision: "abc" } });
  const { providers } = results[0]!;
  expect(Object.keys(providers!)).toEqual(["CPUExecutionProvider"]);
  // Two convolutions; the ReLU is fused, and a node may be added that lays out the output.
  expect(providers!.CPUExecutionProvider).toBeGreaterThanOrEqual(2);
});

test("What is too much for the evaluator is compared with plain ONNX Runtime, which is compared with the evaluator", async () => {
  const plan = planSuite({
    networks: ["plain", "unpooled"],
    sizes: [{ width: 80, height: 72 }],
    threads: [2],
    budgetSeconds: 0.05,
    runtimes: ["onnxruntime-node"],
  });
  const path = join(folder, "r.json");
  const { results } = await runSuite({ plan, path, modelOf, git: { revision: "abc" }, evaluatorOperations: 0 });
  const reference =
    /^onnxruntime-node\/cpu 1\.\S+ without optimisations on one thread \(at 64x48 against the evaluator: relative error [\d.]+e[-+]\d+\)/;
  for (const { outputCheck } of results) {
    expect(outputCheck).toMatchObject({ passed: true, reference: expect.stringMatching(reference) });
  }
  expect(results[0]!.outputCheck).not.toHaveProperty("allowedShareAbove");
  expect(results[1]!.outputCheck).toMatchObject({
    allowedShareAbove: 0.5,
    reference: expect.stringContaining("; this runtime at 64x48 against the evaluator: relative error"),
  });
});

test("A network that is not built at the small size is compared with plain ONNX Runtime, which says that nothing vouches for it", async () => {
  const plan = planSuite({
    networks: ["plain"],
    sizes: [{ width: 80, height: 72 }],
    threads: [1],
    budgetSeconds: 0.05,
    runtimes: ["onnxruntime-node/cpu"],
  });
  const fixed = (request: ModelRequest) => {
    if (request.size.width === 80) return modelOf(request);
    throw new InvalidNodeError({ problem: "only 80x72 will do" });
  };
  const path = join(folder, "r.json");
  const { results } = await runSuite({ plan, path, modelOf: fixed, git: { revision: "abc" }, evaluatorOperations: 0 });
  expect(results[0]!.outputCheck).toMatchObject({
    passed: true,
    reference: expect.stringMatching(/not compared with the evaluator: .*64x48: only 80x72 will do/) as string,
  });
});

test("A runtime that is wrong is no reference, and nothing is measured against it", async () => {
  const table = [...runtimes, fakeRuntime("is-wrong")];
  const plan = planSuite({
    networks: ["plain"],
    sizes: [{ width: 80, height: 72 }],
    budgetSeconds: 0.05,
    runtimes: ["onnxruntime-node"],
    table,
  });
  const options = { plan, path: join(folder, "r.json"), modelOf, git: { revision: "abc" }, table };
  const { results } = await runSuite({ ...options, evaluatorOperations: 0, referenceRuntime: "fake/is-wrong" });
  expect(results[0]).toMatchObject({ status: "failed" });
  expect(results[0]!.reason).toMatch(/^nothing to check the output against: fake\/is-wrong is no reference/);
  expect(results[0]).not.toHaveProperty("latency");
});

test("A runtime that unpools must be right at the small size everywhere before it is measured", async () => {
  const table = [...runtimes, fakeRuntime("behaves")];
  const sizes = [{ width: 80, height: 72 }];
  const plan = planSuite({ networks: ["unpooled"], sizes, runtimes: ["fake/behaves"], table });
  const { results } = await runSuite({ plan, path: join(folder, "r.json"), modelOf, git: { revision: "abc" }, table });
  expect(results[0]).toMatchObject({
    status: "incorrect",
    reason: expect.stringMatching(/^the output is wrong at 64x48 against the evaluator: "logits" is float32/),
  });
});

test("A suite finds out first what the machine reaches, keeps it when it goes on, and says why where it is not to be had", async () => {
  const path = join(folder, "result.json");
  const table = [findRuntime("onnxruntime-node/cpu"), fakeRuntime("behaves"), fakeRuntime("is-absent")];
  const plan = planSuite({
    networks: ["small"],
    sizes: [{ width: 16, height: 8 }],
    threads: [1],
    budgetSeconds: 0.02,
    table,
  });
  const roofs: string[] = [];
  const stop = new AbortController();
  const run = async (signal?: AbortSignal) =>
    await runSuite({
      plan,
      path,
      modelOf,
      table,
      signal,
      roofs: true,
      git: { revision: "abc", dirty: false },
      onEvent: (event) => {
        if (event.kind === "roof") roofs.push(`${event.of} ${event.runtime}`);
        if (event.kind === "result") stop.abort();
      },
    });
  await expect(run(stop.signal)).rejects.toThrow("1 of 3 cells");
  const expected = [
    {
      runtime: "onnxruntime-node/cpu",
      device: cpuModel(),
      threads: 1,
      gflops: expect.any(Number),
      matrixProductMs: expect.any(Number),
      gigabytesPerSecond: expect.any(Number),
      copyMs: expect.any(Number),
    },
    {
      runtime: "fake/behaves",
      device: "fake device",
      threads: 1,
      reason: expect.stringMatching(/^matrix product: .*; copy: /),
    },
  ];
  expect((await readResultFile(path)).roofs).toEqual(expected);
  expect((await run()).roofs).toEqual(expected);
  // A fast processor is given more work.
  expect([...new Set(roofs)]).toEqual(
    ["matrix product", "copy"].flatMap((of) => [`${of} onnxruntime-node/cpu`, `${of} fake/behaves`]),
  );
});

/** What float16 keeps of a number: a right output is farther off than half a step of float32, and nearer than the tolerance. */
const FLOAT32_STEP = 2 ** -24;
const FLOAT16_TOLERANCE = 2e-2;

test.each(["onnxruntime-node/cpu", "onnxruntime-web/wasm"])(
  "Networks in float16 are cells of their own on %s, held to the output in float32 with a tolerance of their own",
  async (name) => {
    const plan = planSuite({
      networks: ["plain", "unpooled"],
      sizes: [{ width: 33, height: 21 }],
      threads: [1],
      dtypes: ["fp32", "fp16"],
      budgetSeconds: 0.05,
      runtimes: [name],
    });
    const { results } = await runSuite({ plan, path: join(folder, "r.json"), modelOf, git: { revision: "abc" } });
    const described = results.map(({ network, dtype, outputCheck }) => [network, dtype, outputCheck?.passed]);
    expect(described).toEqual([
      ["plain", "fp32", true],
      ["plain", "fp16", true],
      ["unpooled", "fp32", true],
      ["unpooled", "fp16", true],
    ]);
    const bytes = new Map(results.map(({ network, dtype, load }) => [`${network} ${dtype}`, load!.artifactBytes]));
    expect(bytes.get("plain fp16")!).toBeLessThan(bytes.get("plain fp32")!);
    for (const { outputCheck } of results.filter(({ dtype }) => dtype === "fp16")) {
      expect(outputCheck).toMatchObject({
        tolerance: FLOAT16_TOLERANCE,
        reference: expect.stringMatching(/^evaluator/),
      });
      expect(outputCheck!.relativeError).toBeGreaterThan(FLOAT32_STEP);
    }
    const plain = results.find(({ network, dtype }) => network === "plain" && dtype === "fp16")!;
    expect(plain.outputCheck!.relativeError).toBeLessThan(FLOAT16_TOLERANCE);
    const again = planSuite({
      networks: ["plain"],
      dtypes: ["fp16"],
      runtimes: [name],
      sizes: [{ width: 33, height: 21 }],
    });
    expect(again.cells).toMatchObject([{ dtype: "fp16" }]);
  },
);

test("A weight that float16 cannot hold is that cell's failure, and float32 is measured all the same", async () => {
  const plan = planSuite({
    networks: ["plain"],
    sizes: [{ width: 16, height: 8 }],
    threads: [1],
    dtypes: ["fp32", "fp16"],
    budgetSeconds: 0.05,
    runtimes: ["onnxruntime-node/cpu"],
  });
  const large = (request: ModelRequest): Model => {
    const { graph, weights } = modelOf(request);
    const enlarged = graph.parameters.map((parameter) => {
      const values = Array.from(floats(weights.get(parameter)), (value) => 1e6 * value);
      return [parameter.name, floatTensor(parameter.type.shape, values)] as const;
    });
    return { graph, weights: givenWeights(new Map(enlarged)) };
  };
  const { results } = await runSuite({ plan, path: join(folder, "r.json"), modelOf: large, git: { revision: "abc" } });
  const [single, half] = ["fp32", "fp16"].map((dtype) => results.find((result) => result.dtype === dtype)!);
  expect(single!.outputCheck!.passed).toBe(true);
  expect(half).toMatchObject({ status: "failed", reason: expect.stringContaining("float16 ends at 65504") });
});
