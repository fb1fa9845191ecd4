import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "@linknet-kit/base";
import { UserCodeError } from "@linknet-kit/base/files";
import { countCost, initialWeights, printGraph } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNetwork } from "./openNetwork.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-sources-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const CORE = 'import { add, batchNorm, buildGraph, conv2d, defineNetwork, float32 } from "@linknet-kit/core";\n';

/** Opens a file of this text; every text has a name of its own, since a module is loaded once. */
async function open(file: string, text: string, word = `./${file}`) {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
  return await openNetwork(word, folder);
}

const size = { width: 12, height: 8 };

/** What the open network or its graph is refused with. */
async function refusal(file: string, text: string, word?: string): Promise<{ message: string; hint: string }> {
  try {
    const network = await open(file, text, word);
    network.graph({ size });
  } catch (error) {
    if (error instanceof Error) return { message: error.message, hint: (error as { hint?: string }).hint ?? "" };
  }
  throw new Error(`${file} was not refused`);
}

describe("What a file may export", () => {
  // A 3x3 convolution of 3 channels to 4, with biases.
  const parameters = 4 * 3 * 9 + 4;
  const layer = "conv2d({ filters: 4, kernel: 3, padding: 1 })";
  test.each([
    ["layer.mjs", `export default ${layer};`, "layer"],
    ["named.mjs", `export const only = ${layer};`, "only"],
    ["options.mjs", `export default ({ batch }) => conv2d({ filters: 4 * batch, kernel: 3, padding: 1 });`, "options"],
    ["nested.js", `export default () => (image) => ${layer}(image);`, "nested"],
    ["definition.mts", `export default defineNetwork({ name: "mine", layers: () => ${layer} });`, "mine"],
    ["unnamed.ts", `const layers = (options: object) => ${layer};\nexport default { layers };`, "unnamed"],
    [
      "graph.ts",
      `export const graph = buildGraph("x", { name: "image", type: float32(1, 3, 8, 12) }, ${layer}, "logits");`,
      "graph",
    ],
    ["my network.ts", `export default ${layer};`, "my-network"],
    ["enet.ts", `export default ${layer};`, "enet.ts"],
  ])("%s", async (file, text, label) => {
    const network = await open(`${label}/${file}`, CORE + text);
    const graph = network.graph({ size });
    expect(network).toMatchObject({ label, path: join(folder, label, file) });
    expect(graph.name).toBe(label);
    expect(graph.outputs).toEqual([{ name: "logits", type: { dtype: "float32", shape: [1, 4, 8, 12] } }]);
    expect(countCost(graph).parameters).toBe(parameters);
    // Emitters know ops by identity: what another copy of the core made must have become ours.
    expect(encodeOnnx({ graph, weights: initialWeights(0) }).length).toBeGreaterThan(4 * parameters);
  });

  test("a CommonJS module, and one that was compiled from another", async () => {
    const text = 'const { conv2d } = require("@linknet-kit/core");\nconst layer = conv2d({ filters: 2, kernel: 1 });\n';
    const plain = await open("plain.cjs", `${text}module.exports = layer;`);
    expect(plain.graph({ size }).outputs[0]!.type.shape).toEqual([1, 2, 8, 12]);
    const compiled = await open(
      "compiled.cjs",
      `${text}Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = layer;`,
    );
    expect(compiled.graph({ size }).outputs[0]!.type.shape).toEqual([1, 2, 8, 12]);
  });

  test("one of several, named after a #", async () => {
    const text = `${CORE}export const small = conv2d({ filters: 1, kernel: 1 });\nexport const large = conv2d({ filters: 9, kernel: 1 });`;
    const large = await open("several.ts", text, "./several.ts#large");
    expect(large.label).toBe("large");
    expect(large.graph({ size }).outputs[0]!.type.shape).toEqual([1, 9, 8, 12]);
    const { message, hint } = await refusal("several.ts", text);
    expect(message).toContain('"./several.ts" is no network: it exports large, small, and no default');
    expect(hint).toContain('"./several.ts#large"');
    expect((await refusal("several.ts", text, "./several.ts#lage")).message).toContain('did you mean "large"?');
  });

  test("files of its own beside it, and TypeScript that is more than types", async () => {
    await mkdir(join(folder, "parts"));
    await writeFile(join(folder, "parts/filters.ts"), "export enum Filters { Few = 5 }\n");
    const network = await open(
      "parts/network.ts",
      `${CORE}import { Filters } from "./filters.js";\nexport default conv2d({ filters: Filters.Few, kernel: 1 });`,
    );
    expect(network.graph({ size }).outputs[0]!.type.shape[1]).toBe(5);
  });

  test("defaults of its own, which what is chosen replaces", async () => {
    const network = await open(
      "defaults.ts",
      `${CORE}export default defineNetwork({
        name: "grey", imageChannels: 1, minimumSide: 4, defaults: { classes: 7, size: { width: 20, height: 16 } },
        layers: ({ classes }) => conv2d({ filters: classes, kernel: 1 }),
      });`,
    );
    expect(network.graph().inputs[0]!.type.shape).toEqual([1, 1, 16, 20]);
    expect(network.graph().outputs[0]!.type.shape[1]).toBe(7);
    expect(network.graph({ classes: 3, size }).outputs[0]!.type.shape).toEqual([1, 3, 8, 12]);
    expect(() => network.graph({ size: { width: 12, height: 3 } })).toThrow(
      "the image height of grey is 3, expected a whole number from 4 to 16384",
    );
  });
});

test("A name of the table gives its network, options and all", async () => {
  const network = await openNetwork("enet");
  expect(network).toMatchObject({ label: "enet" });
  expect(network.path).toBeUndefined();
  expect(printGraph(network.graph({ size, classes: 5 }))).toBe(printGraph(buildNetwork("enet", { size, classes: 5 })));
  await expect(openNetwork("ennet")).rejects.toThrow('did you mean "enet"?');
  await expect(openNetwork("./somewhere/net")).rejects.toThrow('"./somewhere/net" names no model');
  await expect(openNetwork("model.onnx")).rejects.toThrow(UsageError);
});

describe("What is wrong is said with the file and its line", () => {
  test.each([
    ["syntax.ts", "export default {\n  layers:\n", 'syntax.ts", line 3: cannot be compiled'],
    ["throws.ts", "\nthrow new Error('no luck');\n", 'throws.ts", line 2: no luck'],
    ["thrown.ts", "throw 'a string';\n", 'thrown.ts": it threw "a string"'],
    ["type.mjs", "const a = undefined;\n\nexport default a.b;\n", 'type.mjs", line 3: TypeError: Cannot read'],
    ["missing.mjs", 'import "not-installed";\nexport default 1;\n', "Cannot find module 'not-installed'"],
    ["exit.ts", "process.exit(0);\n", 'exit.ts", line 1: process.exit(0) was called'],
    ["getter.mjs", "export default {\n  get layers() { throw new Error('got'); },\n};\n", 'getter.mjs", line 2: got'],
    [
      "late.mjs",
      "export default (image) => {\n  const { first } = image.nothing;\n};\n",
      'late.mjs", line 2: TypeError: Cannot destructure',
    ],
    [
      "node.mjs",
      `${CORE}\nexport default (image) => conv2d({ filters: 4, kernel: 30 })(image);\n`,
      'node.mjs", line 3: a 30x30 window does not fit an image of 12x8 (width x height)',
    ],
    [
      "misspelt.ts",
      `import {\n  conv2D,\n} from "@linknet-kit/core";\n\nexport default conv2D({ filters: 4, kernel: 3 });\n`,
      'misspelt.ts", line 5: "@linknet-kit/core" exports no function "conv2D"; did you mean "conv2d"?',
    ],
    [
      "async.ts",
      `${CORE}export default defineNetwork({ name: "late", layers: async () => conv2d({ filters: 4, kernel: 3 }) });\n`,
      'async.ts": what the layers of "late" gave is a promise, expected a layer',
    ],
    [
      "asyncLayer.ts",
      `${CORE}export default async () => conv2d({ filters: 4, kernel: 3 });\n`,
      'asyncLayer.ts": the network "asyncLayer" gave a promise, expected a tensor',
    ],
    [
      "bare.ts",
      `${CORE}export default defineNetwork({\n  name: "bare",\n  layers: conv2d({ filters: 4, kernel: 3 }),\n});\n`,
      'bare.ts", line 4: conv2d got { size, classes, batch, width } as x, expected a tensor',
    ],
    [
      "uncalled.ts",
      `import { relu, sequence } from "@linknet-kit/core";\n\nexport default sequence(relu(), relu);\n`,
      'uncalled.ts", line 3: layer 2 of a sequence is relu without its attributes',
    ],
    [
      "large.ts",
      `import { conv2d, relu, sequence } from "@linknet-kit/core";\n\nexport default sequence(\n  relu(),\n  conv2d({ filters: 4, kernel: 30 }),\n);\n`,
      'large.ts", line 5: a 30x30 window does not fit an image of 12x8 (width x height)',
    ],
  ])("%s", async (file, text, message) => {
    expect((await refusal(`wrong/${file}`, text)).message).toContain(message);
    await expect(open(`wrong/${file}`, text).then((network) => network.graph({ size }))).rejects.toThrow(UserCodeError);
  });

  test.each([
    ["nothing.ts", "const a = 1;\n", "it exports an empty object"],
    ["number.ts", "export default 3;\n", "it exports the number 3"],
    ["null.ts", "export default null;\n", "it exports null"],
    ["object.ts", "export default { layer: () => 1 };\n", "it exports an object with layer"],
    ["promise.ts", "export default Promise.resolve(1);\n", "it exports a promise"],
    ["layers.ts", "export default { layers: 1 };\n", "its layers are the number 1"],
    ["name.ts", 'export default { name: "../up", layers: () => 1 };\n', 'its name is the string "../up"'],
    [
      "field.ts",
      "export default { layers: () => 1, minimumside: 3 };\n",
      'it has no field "minimumside"; did you mean "minimumSide"?',
    ],
    ["side.ts", "export default { layers: () => 1, minimumSide: '3' };\n", 'its minimumSide is the string "3"'],
    ["option.ts", "export default { layers: () => 1, defaults: { class: 3 } };\n", 'its defaults have no "class"'],
    ["size.ts", "export default { layers: () => 1, defaults: { size: 3 } };\n", "its default size is the number 3"],
  ])("%s exports no network", async (file, text, message) => {
    expect((await refusal(`none/${file}`, text)).message).toContain(`"./none/${file}" is no network: ${message}`);
  });

  test("nobody is left to settle what the file waits for", async () => {
    const { message } = await refusal("promise/wait.mjs", "export default (image) => new Promise(() => {});\n");
    expect(message).toContain("wait.mjs");
  });
});

test("A choice that a layer or a built graph does not have is wrong usage", async () => {
  const layer = await open("fixed/layer.ts", `${CORE}export default conv2d({ filters: 4, kernel: 1 });`);
  expect(() => layer.graph({ size, classes: 4 })).toThrow("--classes is not yours to choose here");
  expect(() => layer.graph({ size, width: 2 })).toThrow(UsageError);
  const graph = await open(
    "fixed/graph.ts",
    `${CORE}export default buildGraph("x", { name: "image", type: float32(1, 3, 8, 12) }, conv2d({ filters: 4, kernel: 1 }), "logits");`,
  );
  expect(graph.graph({ size, batch: 1, classes: 4 }).outputs).toHaveLength(1);
  for (const given of [{ size: { width: 8, height: 12 } }, { batch: 2 }, { classes: 5 }, { width: 1 }]) {
    expect(() => graph.graph(given)).toThrow("exports a graph, whose sizes are fixed");
  }
});

test("What a file prints does not reach stdout", async () => {
  const printed: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text: string | Uint8Array) => printed.push(String(text)) > 0;
  try {
    const network = await open(
      "prints.mjs",
      `${CORE}process.stdout.write("hello");\nexport default conv2d({ filters: 1, kernel: 1 });`,
    );
    network.graph({ size });
  } finally {
    process.stdout.write = write;
  }
  expect(printed).toEqual([]);
});
