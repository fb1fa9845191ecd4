import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Float16Losses } from "@linknet-kit/artifacts";
import {
  type Model,
  type Parameter,
  type RewriteChange,
  type Tensor,
  buildGraph,
  conv2d,
  float32,
  givenWeights,
  initialWeights,
} from "@linknet-kit/core";
import { buildNetwork, findNetwork } from "@linknet-kit/models";
import { decodeOnnx, writeOnnx } from "@linknet-kit/onnx";
import { readTfjs } from "@linknet-kit/tfjs";
import { readSafetensors, writeSafetensors } from "@linknet-kit/weights";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runCommand, runWords } from "./recordedTerminal.test.support.js";

const NARROW = "--size 64x48 --width 0.25 --classes 3";
const options = { size: { width: 64, height: 48 }, width: 0.25, classes: 3 };

const FIXTURES = fileURLToPath(new URL("../../../fixtures/weights", import.meta.url));
type Values = Readonly<Record<string, { readonly tensors: Readonly<Record<string, { readonly values: number[] }>> }>>;

/** Two of the layers that PyTorch saved. */
const NET_OF_FIXTURE = `
import { batchNorm, conv2d, defineNetwork, sequence } from "@linknet-kit/core";
const names = { weight: "scale", bias: "bias", running_mean: "mean", running_var: "variance" };
export default defineNetwork({
  imageChannels: 2,
  layers: () => sequence(conv2d({ filters: 3, kernel: 3 }), batchNorm()),
  nameMaps: [{
    source: "PyTorch's net",
    parameters: new Map([
      ["conv.weight", "conv2d/weight"],
      ["conv.bias", "conv2d/bias"],
      ...Object.entries(names).map(([theirs, ours]) => ["bn." + theirs, "batchNorm/" + ours] as const),
    ]),
    isIgnored: (name) => !/^(conv|bn)\\.[a-z_]*(weight|bias|mean|var)$/.test(name),
  }],
});
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-export-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const inFolder = (...path: readonly string[]): string => join(folder, ...path);

describe("--dtype fp16", () => {
  test("writes LinkNet as large as the paper says: 22.0 MB, and the running statistics", async () => {
    await runCommand(`export linknet --size 64x64 --dtype fp16 -o ${folder}`);
    const { size } = await stat(inFolder("linknet-64x64-fp16.onnx"));
    expect(size / 2 ** 20).toBeGreaterThan(22.0);
    expect(size / 2 ** 20).toBeLessThan(22.1);
  });

  test("keeps inputs and outputs in float32, and changes the name of the file", async () => {
    const { out } = await runCommand(`export enet ${NARROW} --dtype fp16 -o ${folder}`);
    expect(out).toBe(inFolder("enet-64x48-fp16.onnx"));
    const { graph } = decodeOnnx(await readFile(out));
    expect([...graph.inputs, ...graph.outputs].map(({ type }) => type.dtype)).toEqual(["float32", "float32"]);
    expect(new Set(graph.parameters.map(({ type }) => type.dtype))).toEqual(new Set(["float16"]));
  });

  test("has them in float16 too with --no-keep-io-types", async () => {
    const { out } = await runCommand(`export enet ${NARROW} --dtype fp16 --no-keep-io-types -o ${folder}`);
    const { graph } = decodeOnnx(await readFile(out));
    expect([...graph.inputs, ...graph.outputs].map(({ type }) => type.dtype)).toEqual(["float16", "float16"]);
  });

  test("refuses a weight that is too large by its name, and leaves no file", async () => {
    const graph = buildNetwork("linknet", options);
    const weights: Model["weights"] = {
      get: (parameter) => {
        const tensor = initialWeights(0).get(parameter);
        if (parameter.name === "initial/conv/batchNorm/variance") tensor.data[1] = 1e6;
        return tensor;
      },
    };
    await writeSafetensors({ graph, weights }, inFolder("large.safetensors"));
    const line = `export linknet ${NARROW} --weights ${inFolder("large.safetensors")} -o ${inFolder("out")}`;
    const { code, notes } = await runCommand(`${line} --dtype fp16`);
    expect(code).toBe(1);
    expect(notes).toContain('weight "initial/conv/batchNorm/variance" has 1000000, and float16 ends at 65504');
    expect(await readdir(inFolder("."))).toEqual(["large.safetensors"]);
    // The hint is true: folded, the variance is gone.
    expect((await runCommand(`${line} --dtype fp16 --fold-batch-norm`)).code).toBe(0);
  });

  describe("tells of weights that are too small and became zero", () => {
    const weight = "encoder1/block1/conv1/conv2d/weight";
    /** Weights of the seed, but for the first `count` of one tensor. */
    async function writeSmall(count: number): Promise<string> {
      const graph = buildNetwork("linknet", options);
      const get = (parameter: Parameter): Tensor => {
        const tensor = initialWeights(0).get(parameter);
        if (parameter.name === weight) (tensor.data as Float32Array).fill(1e-9, 0, count);
        return tensor;
      };
      await writeSafetensors({ graph, weights: { get } }, inFolder("small.safetensors"));
      return inFolder("small.safetensors");
    }

    test.each([
      ["onnx", "linknet-64x48-fp16.onnx", weight],
      ["safetensors", "linknet-fp16.safetensors", weight],
      ["tfjs", "linknet-64x48-fp16/model.json", `${weight}/channelsLast`],
    ])("in %s, as a warning that names where", async (format, file, tensor) => {
      const line = `export linknet ${NARROW} --weights ${await writeSmall(1000)} --to ${format} -o ${folder}`;
      const { out, notes } = await runCommand(`${line} --dtype fp16 --json`);
      const [{ float16 }] = (JSON.parse(out) as { artifacts: [{ float16: Float16Losses }] }).artifacts;
      expect(float16.tensors[0]).toEqual({ tensor, values: 16 * 16 * 9, underflows: 1000 });
      expect(float16.underflows).toBe(float16.tensors.reduce((sum, { underflows }) => sum + underflows, 0));
      expect(notes).toContain(
        `warning: ${float16.underflows} of ${float16.values} weights in ${inFolder(file)} are too small for float16 and became 0, 1000 of 2304 in "${tensor}"`,
      );
      expect((await runCommand(line)).notes).not.toContain("float16");
    });

    test("and warns of none where a tensor loses next to nothing", async () => {
      const line = `export linknet ${NARROW} --weights ${await writeSmall(1)} --dtype fp16 -o ${folder}`;
      const { notes } = await runCommand(line);
      expect(notes).toMatch(/^\d+ of \d+ weights in .* are too small for float16 and became 0$/m);
      expect(notes).not.toContain("warning");
    });
  });
});

test.each([
  ["../../elsewhere", "elsewhere"],
  ["/tmp/elsewhere", "tmp-elsewhere"],
  ["a\n::error::x", "a-error-x"],
  ["..", "model"],
  ["n".repeat(400), "n".repeat(100)],
])("What a file calls itself, %j, names files in the folder that was asked for alone", async (name, safe) => {
  const image = { name: "image", type: float32(1, 3, 8, 8) };
  const graph = buildGraph(name, image, conv2d({ filters: 2, kernel: 1 }), "y");
  await writeOnnx({ graph, weights: initialWeights(1) }, inFolder("given.onnx"));
  const { code } = await runCommand(`export ${inFolder("given.onnx")} --to onnx,tfjs -o ${inFolder("a/b/out")}`);
  expect(code).toBe(0);
  expect((await readdir(inFolder("a/b/out"))).toSorted()).toEqual([`${safe}-8x8`, `${safe}-8x8.onnx`]);
  expect((await readdir(folder)).toSorted()).toEqual(["a", "given.onnx"]);
});

describe("What rewrites changed", () => {
  const line = `export linknet ${NARROW} --to onnx,tfjs --fold-batch-norm`;
  interface Exported {
    readonly artifacts: readonly { readonly format: string; readonly rewrites: readonly RewriteChange[] }[];
  }

  test("is told by --json for each artifact, with the nodes and what they cost", async () => {
    const { out } = await runCommand(`${line} --json -o ${folder}`);
    const { artifacts, ...first } = JSON.parse(out) as Exported;
    expect(first).not.toHaveProperty("rewrites");
    const [onnx, tfjs] = artifacts;

    const norms = buildNetwork("linknet", options).nodes.filter(({ op }) => op.name === "batchNorm");
    const [folded] = onnx!.rewrites;
    expect(folded).toMatchObject({ rewrite: "foldIntoConvolutions", added: {} });
    expect(folded!.removed).toEqual({ batchNorm: norms.map(({ name }) => name) });
    expect(folded!.before.nodes - folded!.after.nodes).toBe(norms.length);
    expect(folded!.after.scalarOps).toBeLessThan(folded!.before.scalarOps);
    expect(tfjs!.rewrites.map(({ rewrite }) => rewrite)).toContain("channelsLast");
  });

  test("is a line each with --verbose, and nothing without", async () => {
    const { out, notes } = await runCommand(`${line} --verbose -o ${folder}`);
    expect(notes).toMatch(
      /^foldIntoConvolutions: -\d+ batchNorm; nodes \d+ -> \d+; scalar operations [\d,]+ -> [\d,]+; /m,
    );
    expect(await runCommand(`${line} --force -o ${folder}`)).toEqual({ code: 0, out, notes: "" });
  });
});

describe("--weights", () => {
  test("takes what --to safetensors wrote: the same ONNX file comes out, but for where its weights are from", async () => {
    const written = await runCommand(`export linknet ${NARROW} --seed 5 --to onnx,safetensors -o ${inFolder("a")}`);
    expect(written.out.split("\n")).toEqual([inFolder("a/linknet-64x48.onnx"), inFolder("a/linknet.safetensors")]);
    const read = await runCommand(
      `export linknet ${NARROW} --weights ${inFolder("a/linknet.safetensors")} -o ${inFolder("b")}`,
    );
    expect(read.code).toBe(0);
    const [before, after] = [await readFile(inFolder("a/linknet-64x48.onnx")), await readFile(read.out)];
    // What a file says of itself stands at its end.
    const modelIn = (file: Buffer): Buffer => file.subarray(0, file.indexOf("linknet-kit.weights") - 4);
    expect(modelIn(after).equals(modelIn(before))).toBe(true);
    expect(modelIn(after).length).toBeGreaterThan(100_000);
  });

  test("takes the initializers of another ONNX file, and leaves out what its nodes are told", async () => {
    const written = await runCommand(`export enet ${NARROW} --seed 5 -o ${inFolder("a")}`);
    const read = await runCommand(`export enet ${NARROW} --weights ${written.out} --to safetensors -o ${folder}`);
    expect(read).toMatchObject({ code: 0, notes: `weights from ${written.out}, by linknet-kit's names` });
    const { tensors } = await readSafetensors(read.out);
    const drawn = initialWeights(5);
    for (const parameter of buildNetwork("enet", options).parameters) {
      expect(tensors.get(parameter.name)).toEqual(drawn.get(parameter));
    }
  });

  test.each(["checkpoint.pt", "checkpoint.legacy.pt"])(
    "takes the state dictionary of what PyTorch saved of a training: %s",
    async (file) => {
      await writeFile(inFolder("net.ts"), NET_OF_FIXTURE);
      const path = join(FIXTURES, file);
      const { code, out, notes } = await runCommand(
        `export ${inFolder("net.ts")} --size 8x8 --weights ${path} --to safetensors -o ${folder}`,
      );
      expect({ code, notes }).toEqual({
        code: 0,
        notes: `weights from ${path}, of its "state_dict", by PyTorch's net, below "module."`,
      });
      const { tensors } = await readSafetensors(out);
      const expected = (JSON.parse(await readFile(join(FIXTURES, "expected.json"), "utf8")) as Values)[file]!.tensors;
      expect([...tensors.get("conv2d/bias")!.data]).toEqual(expected["module.conv.bias"]!.values);
      expect([...tensors.get("batchNorm/variance")!.data]).toEqual(expected["module.bn.running_var"]!.values);
    },
  );

  test("refuses what a file asks to run, by its name", async () => {
    const path = join(FIXTURES, "refused-classes.pt");
    const { code, notes } = await runCommand(`export linknet ${NARROW} --weights ${path} -o ${folder}`);
    expect(code).toBe(1);
    expect(notes).toContain(
      `${path}: the file asks for "__main__.Named", "argparse.Namespace", and no code of a file is run`,
    );
    expect(notes).toContain("torch.save(model.state_dict()");
    expect(await readdir(folder)).toEqual([]);
  });

  test("has the names of training where batch norms are folded, and the data type that is asked for", async () => {
    await runCommand(`export linknet ${NARROW} --to onnx,safetensors --fold-batch-norm --dtype fp16 -o ${folder}`);
    const { tensors, metadata } = await readSafetensors(inFolder("linknet-fp16.safetensors"));
    expect([...tensors.keys()].toSorted()).toEqual(
      buildNetwork("linknet", options)
        .parameters.map(({ name }) => name)
        .toSorted(),
    );
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(["float16"]));
    expect(metadata.get("network")).toBe("linknet");
  });

  test("lists all that does not fit, and writes nothing", async () => {
    await runCommand(`export linknet ${NARROW} --to safetensors -o ${folder}`);
    const { code, out, notes } = await runCommand(
      `export linknet --size 64x48 --width 0.25 --classes 4 --weights ${inFolder("linknet.safetensors")} -o ${inFolder("b")}`,
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(notes).toContain("2 of another shape or type");
    expect(notes).toContain('"final/fullConv3/convTranspose2d/weight" is of shape 8x3x2x2, expected of shape 8x4x2x2');
    expect(notes).toContain('"final/fullConv3/convTranspose2d/bias" is of shape 3, expected of shape 4');
    expect(await readdir(folder)).toEqual(["linknet.safetensors"]);
  });
});

describe("torchvision's weights of an encoder", () => {
  const graph = buildNetwork("linknet", options);
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const trained = initialWeights(99);

  /** A file as torchvision's ResNet-18 would be, were it as narrow, below `prefix`. */
  async function writeEncoder(path: string, prefix: string): Promise<void> {
    const [names] = findNetwork("linknet").nameMaps!;
    const tensors = new Map<string, Tensor>();
    const list: Parameter[] = [...names!.parameters].map(([theirs, ours]) => {
      const { type, initial } = parameters.get(ours)!;
      tensors.set(`${prefix}${theirs}`, trained.get(parameters.get(ours)!));
      return { name: `${prefix}${theirs}`, type, initial };
    });
    const counter: Parameter = {
      name: `${prefix}bn1.num_batches_tracked`,
      type: { dtype: "int64", shape: [] },
      initial: { kind: "given" },
    };
    tensors.set(counter.name, { dtype: "int64", shape: [], data: BigInt64Array.of(7n) });
    const resnet = { ...graph, parameters: [...list, counter] };
    await writeSafetensors({ graph: resnet, weights: givenWeights(tensors) }, path);
  }

  test.each(["", "backbone."])(
    "below %o fill LinkNet's; the rest is drawn and told where that is allowed",
    async (prefix) => {
      const path = inFolder("resnet18.safetensors");
      await writeEncoder(path, prefix);
      const line = `export linknet ${NARROW} --seed 3 --weights ${path} -o ${inFolder("out")}`;
      const refused = await runCommand(line);
      expect(refused.code).toBe(1);
      expect(refused.notes).toContain(
        "(read as torchvision's ResNet-18):\n  86 missing:\n    decoder4/conv1/conv2d/weight",
      );
      expect(refused.notes).toContain("hint: --allow-missing");

      const { code, out, notes } = await runCommand(`${line} --allow-missing`);
      expect(code).toBe(0);
      expect(notes).toContain("by torchvision's ResNet-18");
      expect(notes).toMatch(
        /warning: 86 weights are not in it and start from seed 3: decoder4\/.*, \.\.\. and 81 more/,
      );
      const read = decodeOnnx(await readFile(out));
      const valuesOf = (name: string): Tensor => read.weights.get(parameters.get(name)!);
      for (const name of ["encoder2/block1/shortcut/conv2d/weight", "encoder4/block2/conv2/batchNorm/scale"]) {
        expect(valuesOf(name)).toEqual(trained.get(parameters.get(name)!));
      }
      const decoder = "decoder4/conv1/conv2d/weight";
      expect(valuesOf(decoder)).toEqual(initialWeights(3).get(parameters.get(decoder)!));
    },
  );

  test("are none of SegNet's", async () => {
    const path = inFolder("resnet18.safetensors");
    await writeEncoder(path, "");
    const { code, notes } = await runCommand(`export segnet ${NARROW} --weights ${path} --allow-missing -o ${folder}`);
    expect(code).toBe(1);
    expect(notes).toContain("101 unknown to the network");
  });
});

test("--json tells of every format, and of the first one at the top", async () => {
  const { out } = await runCommand(`export linknet ${NARROW} --to safetensors,onnx --json -o ${folder}`);
  const document = JSON.parse(out) as Record<string, unknown> & { artifacts: Record<string, unknown>[] };
  const [first, second] = document.artifacts;
  expect(document).toMatchObject({ network: "linknet", size: options.size });
  const { path, bytes, files } = document;
  expect({ format: "safetensors", path, bytes, files, rewrites: [] }).toEqual(first);
  expect(second).toMatchObject({ format: "onnx", files: [inFolder("linknet-64x48.onnx")] });
});

describe("--to tfjs", () => {
  test("writes a folder beside the ONNX file, and names the classes of the paper", async () => {
    const flags = "--size 64x48 --width 0.25 --classes 12";
    const { out } = await runCommand(`export enet ${flags} --to onnx,tfjs -o ${folder}`);
    expect(out.split("\n")).toEqual([
      inFolder("enet-64x48.onnx"),
      inFolder("enet-64x48/model.json"),
      inFolder("enet-64x48/group1-shard1of1.bin"),
    ]);
    const { userDefinedMetadata, signature } = await readTfjs(inFolder("enet-64x48/model.json"));
    expect(userDefinedMetadata).toEqual({
      network: "enet",
      size: { width: 64, height: 48 },
      classNames: expect.arrayContaining(["bicyclist", "unlabelled"]),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      "linknet-kit": { weights: "drawn", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(signature).toMatchObject({ inputs: { image: {} }, outputs: { logits: {} } });
  });

  test("makes a model of float16 one of float32, since tfjs has no other", async () => {
    const half = fileURLToPath(new URL("../../../fixtures/pytorch/unet-half.onnx", import.meta.url));
    const { code } = await runWords(["export", half, "--to", "tfjs", "-o", folder]);
    expect(code).toBe(0);
    const { signature } = await readTfjs(inFolder("unet-half-12x8/model.json"));
    expect(signature).toMatchObject({
      inputs: { image: { dtype: "DT_FLOAT" } },
      outputs: { logits: { dtype: "DT_FLOAT" } },
    });
  });

  test("names no classes where the number of them is of no data set of the paper", async () => {
    const { out } = await runCommand(`export enet ${NARROW} --to tfjs -o ${folder}`);
    const { userDefinedMetadata } = await readTfjs(out.split("\n")[0]!);
    expect(userDefinedMetadata).not.toHaveProperty("classNames");
  });

  test.each([
    ["--dtype fp16", "enet-64x48-fp16", "float16"],
    ["--weight-type uint8", "enet-64x48-uint8", "uint8"],
    ["--dtype fp16 --weight-type uint16", "enet-64x48-uint16", "uint16"],
  ])("with %s stores filters so, and says it in the name", async (flags, name, dtype) => {
    await runCommand(`export enet ${NARROW} --to tfjs ${flags} -o ${folder}`);
    const { weightSpecs } = await readTfjs(inFolder(name, "model.json"));
    const stored = weightSpecs.filter(({ shape, dtype: type }) => type === "float32" && shape.length === 4);
    expect(new Set(stored.map(({ quantization }) => quantization?.dtype))).toEqual(new Set([dtype]));
  });

  test.each([
    ["--weight-type uint8", "--weight-type does nothing without --to tfjs"],
    ["--to tfjs --opset 17", "--opset does nothing without --to onnx"],
    ["--to tfjs --dynamic-batch", "--dynamic-batch does nothing without --to onnx"],
    ["--to tfjs --target tensorrt-8.2", "--target does nothing without --to onnx"],
    ["--to tfjs --dtype fp16 --no-keep-io-types", "--no-keep-io-types does nothing without --to onnx"],
    ["--to safetensors --fold-batch-norm", "--fold-batch-norm does nothing without --to onnx"],
  ])("%s is wrong usage", async (flags, message) => {
    const { code, notes } = await runCommand(`export enet ${NARROW} ${flags} -o ${folder}`);
    expect({ code, notes }).toEqual({ code: 2, notes: expect.stringContaining(message) });
  });
});
