import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, normalize } from "node:path";
import {
  GraphBuilder,
  type Model,
  type Parameter,
  type SymbolicTensor,
  evaluate,
  float32,
  floatTensor,
  initialWeights,
  linear,
  reshapeOp,
} from "@linknet-kit/core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ModelJson } from "../modelJson.js";
import { describeTfjs } from "../read/describeTfjs.js";
import { readTfjs } from "../read/readTfjs.js";
import { smallImage, smallModel } from "../smallModel.test.fixture.js";
import { relativeError, runArtifacts, runLoaded, tf, useBackend } from "../tensorflow.test.fixture.js";
import { WEIGHT_TYPES } from "../target.js";
import { writeTfjs } from "./writeTfjs.js";

beforeAll(async () => {
  await useBackend("wasm");
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tfjs-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const model = smallModel();
const inputs = { image: smallImage() };
const expected = evaluate(model, inputs);

/** Small enough that weights run over the ends of shards. */
const shardBytes = 1000;
/** Relative to the largest output, for weights of so many bits. */
const ROUNDING = { float32: 1e-5, float16: 5e-3, uint16: 1e-3, uint8: 5e-2 };

async function written(path: string): Promise<ModelJson> {
  return JSON.parse(await readFile(path, "utf8")) as ModelJson;
}

/** Runs `visit` while the folder is served. */
async function served<T>(visit: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    readFile(join(folder, normalize(request.url ?? ""))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe("Weights without elements, such as the shape of a single number, are written too", () => {
  test.each([
    ["alone", (x: SymbolicTensor) => x],
    ["behind others", (x: SymbolicTensor) => linear({ features: 1 })(x)],
  ])("%s", async (_, before) => {
    const builder = new GraphBuilder("scalar");
    const x = before(builder.input("x", float32(1, 1)));
    const graph = builder.build({
      y: builder.append({ name: "y", op: reshapeOp, inputs: { x }, attributes: { shape: [] } })["y"]!,
    });
    const single = { graph, weights: initialWeights(1) };
    const fed = { x: floatTensor([1, 1], [3]) };
    await writeTfjs(single, folder);
    const results = await served(async (url) => await runLoaded(await tf.loadGraphModel(`${url}/model.json`), fed));
    expect(relativeError(results["y"], evaluate(single, fed)["y"]!)).toBeLessThan(ROUNDING.float32);
    expect(describeTfjs(await readTfjs(join(folder, "model.json"))).outputs).toMatchObject([{ name: "y", shape: [] }]);
  });
});

test.each(WEIGHT_TYPES)("The stock loader takes what was written with weights of %s", async (weightType) => {
  await writeTfjs(model, join(folder, "small"), { weightType, shardBytes });
  const results = await served(async (url) => {
    return await runLoaded(await tf.loadGraphModel(`${url}/small/model.json`), inputs);
  });
  for (const [name, tensor] of Object.entries(expected)) {
    expect(relativeError(results[name], tensor)).toBeLessThan(ROUNDING[weightType]);
  }
});

test("It has the shapes, the names and the metadata that were given", async () => {
  const metadata = { network: "small", classNames: ["road", "sky"] };
  await writeTfjs(model, folder, { metadata });
  const loaded = await served(async (url) => await tf.loadGraphModel(`${url}/model.json`));
  expect(loaded.inputs.map(({ name, shape }) => [name, shape])).toEqual([["image", [2, 13, 11, 3]]]);
  expect(Object.keys((loaded.modelSignature as { outputs: object }).outputs)).toEqual(["logits", "deep"]);
  expect(loaded.metadata).toMatchObject(metadata);
  loaded.dispose();
});

test("What is read back is what was written", async () => {
  const { path } = await writeTfjs(model, folder, { shardBytes });
  const results = await runArtifacts(await readTfjs(path), inputs);
  for (const [name, tensor] of Object.entries(expected)) {
    expect(relativeError(results[name], tensor)).toBeLessThan(ROUNDING.float32);
  }
});

describe("files", () => {
  test("are model.json and full shards, and a last one with the rest", async () => {
    const { path, files, bytes } = await writeTfjs(model, folder, { shardBytes });
    const [{ paths }] = (await written(path)).weightsManifest as [ModelJson["weightsManifest"][number]];
    expect(files).toEqual([path, ...paths.map((each) => join(folder, each))]);
    expect((await readdir(folder)).toSorted()).toEqual([...paths, "model.json"].toSorted());
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(new Set(sizes.slice(1, -1))).toEqual(new Set([shardBytes]));
    expect(sizes.at(-1)).toBeLessThanOrEqual(shardBytes);
  });

  test("of an earlier export do not stay beside fewer new ones; what else is there does", async () => {
    const { files } = await writeTfjs(model, folder, { shardBytes });
    const others = ["notes.txt", "group1-shard1of99.bin", "group2-shard1of1.bin"];
    for (const name of others) await writeFile(join(folder, name), name);
    expect(files.length).toBeGreaterThan(4);
    const { path } = await writeTfjs(model, folder, { shardBytes: 2 * shardBytes });
    const [{ paths }] = (await written(path)).weightsManifest as [ModelJson["weightsManifest"][number]];
    expect((await readdir(folder)).toSorted()).toEqual([...paths, ...others, "model.json"].toSorted());
    await expect(readTfjs(path)).resolves.toMatchObject({ format: "graph-model" });
  });

  test.each([
    ["of another converter", (text: string) => text.replace('"convertedBy":"linknet-kit', '"convertedBy":"1.7.4')],
    ["that is cut off", (text: string) => text.slice(0, 1000)],
    ["that names other files", (text: string) => text.replaceAll(/group1-shard[12]of/g, "../$&")],
    ["that is no model", () => "null"],
  ])("beside a model.json %s stay", async (_, changed) => {
    const inner = join(folder, "inner");
    const { path, files } = await writeTfjs(model, inner, { shardBytes });
    const [first = "", second = ""] = files.slice(1).map((file) => basename(file));
    for (const name of [first, second]) await writeFile(join(folder, name), "outside");
    await writeFile(path, changed(await readFile(path, "utf8")));
    await writeTfjs(model, inner, { shardBytes: 2 * shardBytes, force: true });
    expect(await readdir(inner)).toEqual(expect.arrayContaining([first, second]));
    expect(await readdir(folder)).toEqual(expect.arrayContaining([first, second]));
  });

  test("say who wrote them", async () => {
    const { convertedBy, format } = await written((await writeTfjs(model, folder)).path);
    expect({ convertedBy, format }).toEqual({
      convertedBy: expect.stringMatching(/^linknet-kit \d+\.\d+\.\d+$/),
      format: "graph-model",
    });
  });

  test("take half or a quarter where their filters do", async () => {
    const sizeOf = async (weightType: (typeof WEIGHT_TYPES)[number]): Promise<number> => {
      const { path } = await writeTfjs(model, join(folder, weightType), { weightType });
      return (await stat(join(path, "..", "group1-shard1of1.bin"))).size;
    };
    const [full, half, quarter] = [await sizeOf("float32"), await sizeOf("float16"), await sizeOf("uint8")];
    expect(half / full).toBeLessThan(0.6);
    expect(quarter / full).toBeLessThan(0.4);
  });
});

describe("writing", () => {
  /** The model, calling `before` each time a weight is drawn. */
  function watched(before: (name: string) => void): Model {
    const get = (parameter: Parameter) => {
      before(parameter.name);
      return initialWeights(0).get(parameter);
    };
    return { graph: model.graph, weights: { get } };
  }

  test("that is aborted leaves what was there, and nothing else", async () => {
    const { files } = await writeTfjs(model, folder, { shardBytes });
    const before = await Promise.all(files.map((file) => readFile(file)));
    const names = await readdir(folder);
    const abort = new AbortController();
    let drawn = 0;
    const aborting = watched(() => {
      drawn += 1;
      if (drawn === 5) abort.abort(new Error("enough"));
    });
    await expect(writeTfjs(aborting, folder, { shardBytes, signal: abort.signal })).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual(names);
    const after = await Promise.all(files.map((file) => readFile(file)));
    expect(after.every((bytes, index) => bytes.equals(before[index]!))).toBe(true);
  });

  test("that fails at a weight leaves no file", async () => {
    const failing = watched((name) => {
      if (name === "conv2d2/bias") throw new Error("no such weight");
    });
    await expect(writeTfjs(failing, folder)).rejects.toThrow("no such weight");
    expect(await readdir(folder)).toEqual([]);
  });
});
