/** What `linknet simplify` writes, held to ONNX Runtime, which knows nothing of the rewrites. */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GraphBuilder,
  type Layer,
  type Model,
  type SymbolicTensor,
  add,
  batchNorm,
  conv2d,
  convTranspose2d,
  elementCount,
  float32,
  gelu,
  hardSwish,
  identity,
  layerNormOp,
  matMul,
  mul,
  pad,
  relu,
  reshape,
  scrambledWeights,
  simplify,
  transpose,
} from "@linknet-kit/core";
import { decodeOnnx, encodeOnnx, inspectOnnx, writeOnnx } from "@linknet-kit/onnx";
import type { Simplification } from "@linknet-kit/runtimes";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-simplify-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

function modelOf(network: (x: SymbolicTensor) => Record<string, SymbolicTensor>, ...shape: readonly number[]): Model {
  const builder = new GraphBuilder("net");
  const graph = builder.build(network(builder.input("image", float32(...shape))));
  return { graph, weights: scrambledWeights(graph, 7) };
}

const toLast = transpose({ order: [0, 2, 3, 1] });
const toFirst = transpose({ order: [0, 3, 1, 2] });

/** Something for each of the rewrites. */
const wasteful: Layer = (x) => {
  const border = pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1] });
  const normed = relu()(batchNorm()(conv2d({ filters: 4, kernel: 3 })(border(identity()(x)))));
  const turned = toFirst(relu()(toLast(normed)));
  const branch = (): SymbolicTensor =>
    mul()(turned, relu()(reshape({ shape: [1, 4, 6, 6] })(reshape({ shape: [144] })(turned))));
  const sum = add()(branch(), branch());
  return batchNorm()(
    convTranspose2d({ filters: 4, kernel: 2, stride: 2, groups: 2 })(
      batchNorm()(conv2d({ filters: 4, kernel: 1 })(batchNorm()(sum))),
    ),
  );
};
const example = (): Model => modelOf((x) => ({ second: wasteful(x), first: relu()(x) }), 1, 3, 6, 6);

/** What ONNX Runtime makes of waves: names in its order, and values. */
async function outputsOf(
  model: string | Uint8Array,
  shape: readonly number[],
): Promise<readonly (readonly [string, readonly number[]])[]> {
  const session = await InferenceSession.create(model as string, { graphOptimizationLevel: "disabled" });
  const data = Float32Array.from({ length: elementCount({ shape }) }, (_, index) => Math.sin(1 + index * 1.7));
  const results = await session.run({ [session.inputNames[0]!]: new Tensor("float32", data, shape) });
  return session.outputNames.map((name) => [name, [...(results[name]!.data as Float32Array)]]);
}

async function expectEqual(
  before: string | Uint8Array,
  after: string | Uint8Array,
  shape: readonly number[],
): Promise<void> {
  const [wanted, given] = [await outputsOf(before, shape), await outputsOf(after, shape)];
  expect(given.map(([name]) => name)).toEqual(wanted.map(([name]) => name));
  for (const [index, [, values]] of wanted.entries()) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const errors = values.map((value, place) => Math.abs(value - given[index]![1][place]!) / largest);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  }
}

async function simplified(line: string): Promise<Simplification> {
  const { code, out, notes } = await runCommand(`simplify ${line} --json`);
  expect({ code, notes }).toMatchObject({ code: 0 });
  return JSON.parse(out) as Simplification;
}

describe("A model with something for each rewrite", () => {
  test("becomes a smaller one that ONNX Runtime finds equal, its ends called the same in the same order", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const made = await simplified(`${at("model.onnx")} -o ${at("small.onnx")}`);
    const { graph } = decodeOnnx(await readFile(at("small.onnx")));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual([
      "conv",
      "relu",
      "relu",
      "relu",
      "mul",
      "add",
      "conv",
      "convTranspose",
      "relu",
    ]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(["second", "first"]);
    await expectEqual(at("model.onnx"), at("small.onnx"), [1, 3, 6, 6]);
    const { size } = await stat(at("small.onnx"));
    expect(made.after).toMatchObject({ nodes: 9, bytes: size });
    expect(made.before).toMatchObject({ nodes: 23, bytes: (await stat(at("model.onnx"))).size });
    expect(size).toBeLessThan(made.before.bytes);
    expect(made.comparison).toMatchObject({
      by: expect.stringContaining("onnxruntime-node/cpu"),
      outputs: [
        { name: "second", passed: true },
        { name: "first", passed: true },
      ],
    });
  });

  test.each([11, 21])("in opset %i, too", async (opset) => {
    await writeOnnx(example(), at("model.onnx"), { opset });
    const made = await simplified(at("model.onnx"));
    expect(made).toMatchObject({ opset, output: at("model-simplified.onnx") });
    await expectEqual(at("model.onnx"), at("model-simplified.onnx"), [1, 3, 6, 6]);
  });

  test("is written the same each time, and what was written has nothing left to simplify", async () => {
    await writeOnnx(example(), at("model.onnx"));
    for (const name of ["a", "b"]) await simplified(`${at("model.onnx")} -o ${at(`${name}.onnx`)}`);
    expect(await readFile(at("b.onnx"))).toEqual(await readFile(at("a.onnx")));
    const again = await simplified(`${at("a.onnx")} -o ${at("c.onnx")}`);
    expect(again).toMatchObject({ rewrites: [], nodesFolded: 0 });
    expect(again.after).toEqual(again.before);
  });

  test("is told step by step where that is asked, and in a few figures otherwise", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const { out } = await runCommand(`simplify ${at("model.onnx")} --force --explain`);
    expect(out).toContain("nodes  23 -> 9 (-60.9 %)");
    expect(out).toMatch(/MACs +[\d,]+ -> /);
    expect(out).toMatch(/equal +relative error \S+ at most, by onnxruntime-node\/cpu/);
    expect(out).toMatch(/^fusePads: -1 pad; nodes/m);
    expect(out).toMatch(/^foldIntoConvolutions: -\d batchNorm/m);
    const brief = await runCommand(`simplify ${at("model.onnx")} --force`);
    expect(brief.out.split("\n")).toHaveLength(5);
  });
});

/** As long as whole numbers are drawn, each seed gives another network. */
function randomModel(seed: number): Model {
  let state = seed;
  const draw = (most: number): number => (state = (state * 48271) % 2147483647) % most;
  const layers: readonly Layer[] = [
    relu(),
    identity(),
    batchNorm(),
    toLast,
    toFirst,
    (x) => toFirst(relu()(toLast(x))),
    (x) => conv2d({ filters: 4, kernel: 3 })(pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1] })(x)),
    conv2d({ filters: 4, kernel: 1, groups: 2 }),
    convTranspose2d({ filters: 4, kernel: 3, padding: 1, groups: 2 }),
    (x) => reshape({ shape: [1, 4, 4, 4] })(reshape({ shape: [64] })(x)),
    (x) => add()(relu()(x), relu()(x)),
    (x) => mul()(identity()(x), batchNorm()(x)),
  ];
  return modelOf(
    (x) => {
      let value = x;
      for (let step = 0; step < 12; step += 1) value = layers[draw(layers.length)]!(value);
      return { y: value };
    },
    1,
    4,
    4,
    4,
  );
}

test("Networks of layers drawn at random become none larger, and ONNX Runtime finds them equal", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const before = encodeOnnx(randomModel(seed));
    const simple = simplify(decodeOnnx(before));
    expect(simple.graph.nodes.length).toBeLessThanOrEqual(decodeOnnx(before).graph.nodes.length);
    await expectEqual(before, encodeOnnx(simple, { valueTypes: false }), [1, 4, 4, 4]);
  }
});

describe("What an opset has no operator for", () => {
  const norm: Layer = (x) => {
    const row = (name: string) =>
      x.builder.parameter(name, { type: float32(6), initial: { kind: "constant", value: 1 } });
    return x.builder.apply(layerNormOp, { x, scale: row("scale"), bias: row("bias") }, {}).y;
  };

  test.each<[string, Layer, string, readonly number[]]>([
    ["a hard swish", hardSwish(), "hardSwish", [13, 14]],
    ["a layer norm", norm, "layerNorm", [16, 17]],
    ["an approximated GELU", gelu({ approximate: "tanh" }), "gelu", [19, 20]],
  ])("as %s, stays several until the opset has it", async (_, layer, op, [before, since]) => {
    await writeOnnx(
      modelOf((x) => ({ y: layer(x) }), 1, 4, 6),
      at("model.onnx"),
      { opset: before },
    );
    const stays = await simplified(at("model.onnx"));
    expect(stays.after.nodes).toBe(stays.before.nodes);
    const made = await simplified(`${at("model.onnx")} -o ${at("small.onnx")} --opset ${since}`);
    expect([made.after.nodes, made.after.macs]).toEqual([1, made.before.macs]);
    expect(decodeOnnx(await readFile(at("small.onnx"))).graph.nodes.map((node) => node.op.name)).toEqual([op]);
    await expectEqual(at("model.onnx"), at("small.onnx"), [1, 4, 6]);
  });
});

describe("What folding constants may add", () => {
  /** A sum with one number, and half a million zeros behind it. */
  function bordered(): Model {
    const builder = new GraphBuilder("net");
    const one = builder.parameter("one", { type: float32(1, 1), initial: { kind: "constant", value: 1 } });
    const zeros = pad({ before: [0, 0], after: [0, 2 ** 19 - 1] })(one);
    const graph = builder.build({ y: add()(builder.input("image", float32(1, 2 ** 19)), zeros) });
    return { graph, weights: scrambledWeights(graph, 1) };
  }

  test("is a mebibyte unless more is allowed", async () => {
    await writeOnnx(bordered(), at("model.onnx"));
    expect((await simplified(at("model.onnx"))).after.nodes).toBe(2);
    const grown = await simplified(`${at("model.onnx")} --max-growth 2.5 --force`);
    expect(grown.after).toMatchObject({ nodes: 1 });
    expect(grown.after.bytes).toBeGreaterThan(2 ** 21);
  });

  test("counts what is read in two orders, and is an error where there is no way around", async () => {
    const builder = new GraphBuilder("net");
    const x = builder.input("image", float32(64, 64));
    const weight = builder.parameter("weight", { type: float32(64, 64), initial: { kind: "normal", deviation: 0.1 } });
    const graph = builder.build({ y: matMul()(matMul()(x, weight), transpose({ order: [1, 0] })(weight)) });
    await writeOnnx({ graph, weights: scrambledWeights(graph, 1) }, at("model.onnx"));
    const { code, notes } = await runCommand(`simplify ${at("model.onnx")} --max-growth 0`);
    expect(code).toBe(1);
    expect(notes).toContain("bytes, 0 are allowed");
    expect(await readdir(folder)).toEqual(["model.onnx"]);
    expect((await simplified(at("model.onnx"))).after.nodes).toBe(2);
  });
});

test("The file itself, and one that somebody else wrote, are never replaced", async () => {
  await writeOnnx(example(), at("model.onnx"));
  const before = await readFile(at("model.onnx"));
  expect((await runCommand(`simplify ${at("model.onnx")} -o ${at("model.onnx")} --force`)).code).not.toBe(0);
  expect(await readFile(at("model.onnx"))).toEqual(before);
  await writeFile(at("notes.onnx"), "mine");
  expect((await runCommand(`simplify ${at("model.onnx")} -o ${at("notes.onnx")}`)).code).toBe(1);
  expect(await readFile(at("notes.onnx"), "utf8")).toBe("mine");
});

test("Sizes that are open must be given, and are fixed in what is written", async () => {
  const model = modelOf((x) => ({ y: relu()(identity()(conv2d({ filters: 2, kernel: 3 })(x))) }), 1, 3, 6, 6);
  await writeOnnx(model, at("model.onnx"), { dynamicBatch: true });
  const { out, notes } = await runCommand(`simplify ${at("model.onnx")} --batch 2`);
  expect(out).toContain("nodes  3 -> 2");
  expect(notes).toContain('input "image" is 2x3x6x6');
  expect((await inspectOnnx(at("model-simplified.onnx"))).nodes).toHaveLength(2);
  await expectEqual(at("model.onnx"), at("model-simplified.onnx"), [2, 3, 6, 6]);
});

test("What is no ONNX file is refused, and one that is not there is named", async () => {
  expect(await runCommand("simplify linknet")).toMatchObject({ code: 2 });
  const { code, notes } = await runCommand(`simplify ${at("absent.onnx")}`);
  expect(code).toBe(1);
  expect(notes).toContain("absent.onnx");
});
