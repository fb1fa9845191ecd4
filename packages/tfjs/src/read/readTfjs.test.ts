import { mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FileMissingError } from "@linknet-kit/base/files";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeTfjs } from "../encode/writeTfjs.js";
import { smallModel } from "../smallModel.test.fixture.js";
import { DamagedTfjsError, NotGraphModelError, ShardError, TfjsBudgetError } from "./errors.js";
import { readTfjs, readTfjsOutline } from "./readTfjs.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "tfjs-")), "model");
  ({ path } = await writeTfjs(smallModel(), folder, {
    shardBytes: 1000,
    weightType: "uint8",
    metadata: { network: "small" },
  }));
});
afterEach(async () => {
  await rm(dirname(folder), { recursive: true });
});

const inFolder = (name: string): string => join(folder, name);

/** Replaces text of model.json, which must be there. */
async function replaced(found: string | RegExp, by: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const changed = text.replace(found, by);
  if (changed === text) throw new Error(`there is no ${String(found)} in model.json`);
  await writeFile(path, changed);
}

test("A whole artifact is read, in any place", async () => {
  const { weightSpecs, weightData } = await readTfjs(path);
  const bytes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };
  const needed = weightSpecs.map(({ shape, dtype, quantization }) =>
    shape.reduce((product, side) => product * side, bytes[quantization?.dtype ?? dtype]),
  );
  expect(weightData.byteLength).toBe(needed.reduce((sum, each) => sum + each, 0));
  const moved = join(dirname(folder), "moved");
  await rename(folder, moved);
  expect(await readTfjs(join(moved, "model.json"))).toMatchObject({ format: "graph-model", weightSpecs });
});

describe("model.json", () => {
  test("that is not there", async () => {
    await expect(readTfjs(inFolder("other.json"))).rejects.toThrow(FileMissingError);
  });

  test("that is cut off", async () => {
    await truncate(path, 500);
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(DamagedTfjsError) });
    await expect(readTfjs(path)).rejects.toThrow(
      `${path}: this is no tfjs graph model that can be read: model.json is no JSON`,
    );
  });

  test.each(["", "[]", "null", '"model"', "{}", '{"modelTopology":{"node":[]}}'])("that is %j", async (text) => {
    await writeFile(path, text);
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(DamagedTfjsError) });
  });

  test("that nests too deeply to be read", async () => {
    await writeFile(path, `${"[".repeat(1e6)}${"]".repeat(1e6)}`);
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(DamagedTfjsError) });
  });

  test("that is of another kind of model", async () => {
    await replaced('"graph-model"', '"layers-model"');
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(NotGraphModelError) });
    await expect(readTfjs(path)).rejects.toThrow('a tfjs model of the format "layers-model"');
  });

  test.each(["signature", "userDefinedMetadata", "attr"])("with a key __proto__ in its %s", async (key) => {
    await replaced(`"${key}":{`, `"${key}":{"__proto__":{"polluted":true},`);
    await expect(readTfjs(path)).rejects.toThrow('it has a key "__proto__"');
    await replaced("__proto__", "\\u005f_pr\\u006fto__");
    await expect(readTfjs(path)).rejects.toThrow('it has a key "__proto__"');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a graph", () => {
  test("with a node that has no name or operation", async () => {
    await replaced('"op":"Prelu"', '"op":7');
    await expect(readTfjs(path)).rejects.toThrow(/modelTopology\.node\[\d+\]\.op \("prelu"\)/);
  });

  test("with a node that reads what is not there", async () => {
    await replaced('"input":["image"', '"input":["picture"');
    await expect(readTfjs(path)).rejects.toThrow('node "batchNorm" reads "picture", and nothing gives it');
  });

  test("with two nodes of one name", async () => {
    await replaced('{"name":"image"', '{"name":"batchNorm"');
    await expect(readTfjs(path)).rejects.toThrow('two nodes are called "batchNorm"');
  });

  test("with a signature that leads nowhere", async () => {
    await replaced('"name":"image:0"', '"name":"picture:0"');
    await expect(readTfjs(path)).rejects.toThrow('its signature calls "picture:0" image');
  });

  test("with a constant that has no weight", async () => {
    await replaced('{"name":"conv2d/folded/bias","shape"', '{"name":"conv2d/bass","shape"');
    await expect(readTfjs(path)).rejects.toThrow('the constant "conv2d/folded/bias" has no weight');
  });
});

describe("weights", () => {
  test.each(["scale", "min"])("whose quantisation has no %s", async (key) => {
    await replaced(new RegExp(`"${key}":[^,}]+`), '"was":1');
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(DamagedTfjsError) });
    await expect(readTfjs(path)).rejects.toThrow(new RegExp(`quantization\\.${key} \\(".*/channelsLast"\\)`));
  });

  test.each([
    ["a type that is none of tfjs", '"dtype":"uint8"', '"dtype":"uint4"'],
    ["a side below zero", /"shape":\[3,3,/, '"shape":[-3,3,'],
    ["a side that is no whole number", /"shape":\[3,3,/, '"shape":[3.5,3,'],
  ])("with %s", async (_, found, by) => {
    await replaced(found, by);
    await expect(readTfjs(path)).rejects.toThrow(/weightsManifest\[0\]\.weights\[\d+\]/);
  });

  test("larger than memory", async () => {
    await replaced(/"shape":\[3,3,/, '"shape":[1e200,1e200,');
    await expect(readTfjs(path)).rejects.toThrow(/shape/);
    await replaced('"shape":[1e200,1e200,', '"shape":[9007199254740991,9007199254740991,');
    await expect(readTfjs(path)).rejects.toMatchObject({ cause: expect.any(TfjsBudgetError) });
  });

  test.each([
    ["nodes", '"node":[', `"node":[${"{},".repeat(100_000)}`],
    ["inputs", '"input":["image"', `"input":[${'"a",'.repeat(1_000_000)}"image"`],
    ["groups of weights", '"weightsManifest":[', `"weightsManifest":[${"{},".repeat(10_000)}`],
    ["weights", '"weights":[', `"weights":[${"{},".repeat(100_000)}`],
    ["shards", '"paths":[', `"paths":[${'"a",'.repeat(100_000)}`],
    ["axes in a weight", /"shape":\[3,3,/, `"shape":[${"1,".repeat(32)}`],
  ])("beside more %s than any model has", async (what, found, by) => {
    await replaced(found, by);
    await expect(readTfjs(path)).rejects.toThrow(new RegExp(`more than \\d+ ${what}`));
  });

  test("listed twice", async () => {
    await replaced('{"name":"conv2d/folded/bias","shape"', '{"name":"conv2d4/bias","shape"');
    await expect(readTfjs(path)).rejects.toThrow('two weights are called "conv2d4/bias"');
  });
});

describe.each([readTfjs, readTfjsOutline])("a shard, by $name", (read) => {
  const second = "group1-shard2of3.bin";

  test("that is missing", async () => {
    await rm(inFolder(second));
    await expect(read(path)).rejects.toThrow(FileMissingError);
    await expect(read(path)).rejects.toThrow(`there is no file "${inFolder(second)}"`);
  });

  test.each([0, 999])("that is cut off to %i bytes", async (bytes) => {
    const { weightData } = await readTfjs(path);
    await truncate(inFolder(second), bytes);
    await expect(read(path)).rejects.toMatchObject({ cause: expect.any(ShardError) });
    await expect(read(path)).rejects.toThrow(
      `have ${weightData.byteLength - 1000 + bytes} bytes, and the weights take ${weightData.byteLength}`,
    );
  });

  test("that is too long", async () => {
    await writeFile(inFolder(second), new Uint8Array(2000));
    await expect(read(path)).rejects.toMatchObject({ cause: expect.any(ShardError) });
  });

  test.each(["../secret", "/etc/passwd", "a/../../secret", "..\\secret", "C:secret", "./x", "a//b"])(
    "at %s, out of the folder",
    async (target) => {
      await writeFile(join(dirname(folder), "secret"), new Uint8Array(1000));
      await replaced(second, target.replaceAll("\\", "\\\\"));
      await expect(read(path)).rejects.toThrow("leads out of the folder of the model");
    },
  );

  test("that is a link out of the folder", async () => {
    const outside = join(dirname(folder), "outside.bin");
    await rename(inFolder(second), outside);
    await symlink(outside, inFolder(second));
    await expect(read(path)).rejects.toThrow("is a link out of the folder");
  });

  test("that is named twice", async () => {
    await replaced(second, "group1-shard1of3.bin");
    await expect(read(path)).rejects.toThrow('two shards are called "group1-shard1of3.bin"');
  });

  test("in a folder below is read", async () => {
    const expected = await read(path);
    await mkdir(inFolder("shards"));
    await rename(inFolder(second), inFolder(`shards/${second}`));
    await replaced(second, `shards/${second}`);
    expect(await read(path)).toEqual(expected);
  });
});
