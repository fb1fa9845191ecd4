/** Models with operators, types and files that nothing here knows: runtimes are compared with one that optimises nothing. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HandModel, type HandNode, onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fakeRuntime } from "../fakes/runtime.test.fake.js";
import { findRuntime } from "../table/table.js";
import { type VerifyOptions, type VerifyStep, verifyArtifacts } from "./verifyArtifacts.js";

vi.setConfig({ testTimeout: 240_000 });

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "any-model-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const NATIVE = findRuntime("onnxruntime-node/cpu");
const RUNTIMES = [NATIVE, findRuntime("onnxruntime-web/wasm")];

async function verify(name: string, model: HandModel, options: Partial<VerifyOptions> = {}) {
  await writeFile(at(name), onnxBytes(model));
  return await verifyArtifacts({ artifacts: [at(name)], runtimes: RUNTIMES, isChosen: true, ...options });
}

const image = { name: "image", shape: [1, 2, 3, 4] };
/** An operator of ONNX Runtime's own. */
const UNKNOWN = { op: "QuickGelu", domain: "com.microsoft" } as const;
const unknown: HandNode = { ...UNKNOWN, inputs: ["h"], outputs: ["y"] };
const scaled: HandModel = {
  nodes: [{ op: "Mul", inputs: ["image", "w"], outputs: ["h"] }, unknown],
  inputs: [image],
  outputs: [{ name: "y", shape: [1, 2, 3, 4] }],
  tensors: [{ name: "w", dims: [1, 2, 1, 1], raw: rawFloats(2, -3) }],
};

test("A model of operators that are not known here is compared all the same, with its layers", async () => {
  const { reference, runs } = await verify("scaled.onnx", scaled, { layers: true });
  expect(reference.by).toMatch(/^onnxruntime-node\/cpu 1\.\d+\.\d+ without optimisations on one thread$/);
  expect(reference.unread).toContain("com.microsoft::QuickGelu");
  for (const run of runs) {
    expect(run).toMatchObject({ status: "passed", outputs: [{ name: "y", shape: [1, 2, 3, 4], passed: true }] });
    expect(run).toMatchObject({ layers: [{ name: "h", shape: [1, 2, 3, 4], passed: true }], notComparable: [] });
  }
});

test("What differs is found in it, and the layer named", async () => {
  await writeFile(at("right.onnx"), onnxBytes(scaled));
  const tensors = [{ name: "w", dims: [1, 2, 1, 1], raw: rawFloats(2, -3.1) }];
  const { runs } = await verify("wrong.onnx", { ...scaled, tensors }, { layers: true, reference: at("right.onnx") });
  expect(runs).toMatchObject([
    { status: "failed", firstDivergence: "h" },
    { status: "failed", firstDivergence: "h" },
  ]);
});

test("Inputs and outputs may be of any type and rank, and open where a run tells", async () => {
  const { runs } = await verify("types.onnx", {
    nodes: [
      { op: "Gather", inputs: ["table", "ids"], outputs: ["g"] },
      { op: "Cast", inputs: ["mask"], outputs: ["m"], ints: { to: 1 } },
      { op: "Mul", inputs: ["g", "m"], outputs: ["gm"] },
      { op: "Cast", inputs: ["half"], outputs: ["h"], ints: { to: 1 } },
      { op: "Add", inputs: ["gm", "h"], outputs: ["sum"] },
      { op: "Cast", inputs: ["pixels"], outputs: ["p"], ints: { to: 1 } },
      { op: "Identity", inputs: ["scalar"], outputs: ["same"] },
    ],
    inputs: [
      { name: "ids", type: 7, shape: [5] },
      { name: "mask", type: 9, shape: [5] },
      { name: "half", type: 10, shape: [5] },
      { name: "pixels", type: 2, shape: [1, 2, 2, 3] },
      { name: "scalar", type: 11, shape: [] },
    ],
    outputs: [{ name: "sum", shape: ["n"] }, { name: "p" }, { name: "same", type: 11, shape: [] }],
    tensors: [{ name: "table", dims: [3], raw: rawFloats(1, 2, 3) }],
  });
  for (const { status, outputs } of runs) {
    expect(status).toBe("passed");
    expect(outputs!.map(({ name, shape }) => [name, shape])).toEqual([
      ["sum", [5]],
      ["p", [1, 2, 2, 3]],
      ["same", []],
    ]);
  }
});

test("Open sizes are those that the caller gives, and refused where he gives none", async () => {
  const open = { ...scaled, inputs: [{ name: "image", shape: ["n", 2, "h", "w"] }], outputs: [{ name: "y" }] };
  const sizes = { inputShapes: { image: [1, 2, 5, 7] } };
  const { runs } = await verify("open.onnx", open, { sizes });
  for (const run of runs) expect(run).toMatchObject({ status: "passed", outputs: [{ shape: [1, 2, 5, 7] }] });
  await expect(verify("open.onnx", open)).rejects.toThrow("n x 2 x h x w");
});

describe("Weights in other files, whatever these are called,", () => {
  test.each(["weights.bin", "outside.onnx.data"])(
    "are loaded by every runtime, also beside layers: %s",
    async (location) => {
      await writeFile(at(location), rawFloats(2, -3));
      const outside = { ...scaled, tensors: [{ name: "w", dims: [1, 2, 1, 1], location }] };
      await writeFile(at("inside.onnx"), onnxBytes(scaled));
      const reference = at("inside.onnx");
      const { runs } = await verify("outside.onnx", outside, { reference });
      expect(runs).toMatchObject([{ status: "passed" }, { status: "passed" }]);
      const layered = await verify("outside.onnx", outside, { reference, layers: true });
      const passed = { status: "passed", layers: [{ name: "h", passed: true }] };
      expect(layered.runs).toMatchObject([passed, passed]);
    },
  );

  test("are never opened outside the model's folder", async () => {
    const outside = { ...scaled, tensors: [{ name: "w", dims: [1, 2, 1, 1], location: "../weights.bin" }] };
    await expect(verify("outside.onnx", outside)).rejects.toThrow("is outside the model's folder");
  });
});

test("Names that JavaScript has for itself are names as any other, but for an output that no binding can give", async () => {
  const named = (input: string, output: string, node: Pick<HandNode, "op" | "domain"> = UNKNOWN): HandModel => ({
    nodes: [{ ...node, inputs: [input], outputs: [output] }],
    inputs: [{ name: input, shape: [2, 2] }],
    outputs: [{ name: output, shape: [2, 2] }],
  });
  for (const [input, output] of [
    ["__proto__", "y"],
    ["constructor", "toString"],
  ] as const) {
    const { runs } = await verify("named.onnx", named(input, output));
    expect(runs).toMatchObject([{ status: "passed" }, { status: "passed" }]);
  }
  for (const node of [UNKNOWN, { op: "Relu" }]) {
    const refused = verify("named.onnx", named("x", "__proto__", node));
    await expect(refused).rejects.toThrow('an output called "__proto__"');
  }
});

test("A model that its runtime refuses too is an error in the runtime's words", async () => {
  const made = { ...scaled, nodes: [{ op: "NoSuchOperator", inputs: ["image"], outputs: ["y"] }], tensors: [] };
  await expect(verify("made.onnx", made)).rejects.toThrow(/could not compute the reference: .*NoSuchOperator/s);
});

describe("A GPU in software", () => {
  const software = fakeRuntime("is-software");

  test("is left out where nobody asked for it, and said, and is none of the runs to come", async () => {
    const steps: VerifyStep[] = [];
    const { runs } = await verify("scaled.onnx", scaled, {
      runtimes: [NATIVE, software],
      isChosen: false,
      onStep: (step) => steps.push(step),
    });
    expect(steps.find(({ kind }) => kind === "reference")).toMatchObject({ runs: 1 });
    expect(runs).toMatchObject([{ status: "passed" }, { runtime: software.name, status: "skipped" }]);
    expect(runs[1]!.reason).toContain("--runtimes");
  });

  test("runs where it was asked for", async () => {
    const { runs } = await verify("scaled.onnx", scaled, { runtimes: [software] });
    expect(runs).not.toMatchObject([{ status: "skipped" }]);
  });
});
