import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderMissingError, NotReplacedError } from "@linknet-kit/base/files";
import { GraphBuilder, type Model, conv2d, float32, initialWeights } from "@linknet-kit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { brokenRules } from "../checker.test.fixture.js";
import { ModelProto } from "../onnxProto.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { smallModel, tiedImage } from "../smallNetwork.test.fixture.js";
import { encodeOnnx } from "./encodeOnnx.js";
import { inlineExternalData } from "./inlineExternalData.js";
import { writeOnnx } from "./writeOnnx.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "onnx-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const model = smallModel({ height: 9, width: 7 });

/** The model, calling `before` each time a weight is drawn. */
function watched(before: (name: string) => void): Model {
  return {
    graph: model.graph,
    weights: {
      get: (parameter) => {
        before(parameter.name);
        return model.weights.get(parameter);
      },
    },
  };
}

test("A file holds the bytes that are encoded in memory and what they were, and its size is answered", async () => {
  const path = join(folder, "small.onnx");
  const bytes = await readFile((await writeOnnx(model, path)).path);
  const encoded = encodeOnnx(model);
  expect(bytes.subarray(0, encoded.length).equals(encoded)).toBe(true);
  const digest = createHash("sha256").update(encoded).digest("hex");
  expect(ModelProto.decode(bytes).metadataProps).toMatchObject([{ key: "linknet-kit.sha256", value: digest }]);
  expect(brokenRules(bytes)).toEqual([]);
  expect(await writeOnnx(model, path)).toEqual({ path, bytes: bytes.length, files: [path] });
});

describe("What stands there", () => {
  const path = (): string => join(folder, "small.onnx");
  const write = async (options: Parameters<typeof writeOnnx>[2] = {}) => await writeOnnx(model, path(), options);
  const external = { externalDataBytes: 1000 };

  test.each([
    ["one file", {}],
    ["two files", external],
  ])("in %s is written anew as long as nobody changed it", async (_, options) => {
    await write(options);
    const before = await readFile(path());
    await write(options);
    expect((await readFile(path())).equals(before)).toBe(true);
    const bytes = Buffer.from(before);
    bytes[bytes.indexOf("stem/conv2d") + 1]! ^= 1;
    await writeFile(path(), bytes);
    await expect(write(options)).rejects.toThrow("is no unchanged ONNX file of linknet-kit");
    await write({ ...options, force: true });
  });

  test("is kept where only the file with the weights was changed", async () => {
    await write(external);
    const data = await readFile(`${path()}.data`);
    data[0]! ^= 1;
    await writeFile(`${path()}.data`, data);
    await expect(write(external)).rejects.toThrow(NotReplacedError);
    expect((await readFile(`${path()}.data`)).equals(data)).toBe(true);
  });

  test("is kept where another program wrote it again, even if it kept our name", async () => {
    await write();
    const again = ModelProto.encode(ModelProto.decode(await readFile(path()))).finish();
    await writeFile(path(), again);
    await expect(write()).rejects.toThrow(NotReplacedError);
  });
});

test("What a file says at its end is no matter to the checker nor to a runtime", async () => {
  for (const externalDataBytes of [undefined, 1000]) {
    const path = join(folder, "small.onnx");
    await writeOnnx(model, path, { origin: "drawn", externalDataBytes, force: true });
    const bytes = await readFile(path);
    const files = new Map(externalDataBytes ? [["small.onnx.data", await readFile(`${path}.data`)]] : []);
    const inputs = { image: tiedImage({ height: 9, width: 7 }) };
    const [sealed, plain] = [inlineExternalData(bytes, files), encodeOnnx(model)];
    expect(brokenRules(sealed)).toEqual([]);
    expect(await runOnnxRuntime(sealed, inputs)).toEqual(await runOnnxRuntime(plain, inputs));
  }
});

describe("weights in a second file", () => {
  const external = { externalDataBytes: 1000 };

  test("lie there at multiples of 64 bytes, and only those that are worth it", async () => {
    const path = join(folder, "small.onnx");
    const { files, bytes } = await writeOnnx(model, path, external);
    expect(files).toEqual([path, join(folder, "small.onnx.data")]);
    const [written, data] = [await readFile(path), await readFile(`${path}.data`)];
    expect(bytes).toBe(written.length + data.length);

    const { graph } = ModelProto.decode(written);
    const moved = graph?.initializer?.filter(({ externalData }) => externalData?.length) ?? [];
    expect(moved.map(({ name }) => name)).toEqual(["stem/conv2d/weight", "middle/conv2d/weight"]);
    for (const { name, externalData } of moved) {
      const place = Object.fromEntries((externalData ?? []).map(({ key, value }) => [key, value]));
      const [offset, length] = [Number(place["offset"]), Number(place["length"])];
      expect([place["location"], offset % 64]).toEqual(["small.onnx.data", 0]);
      const parameter = model.graph.parameters.find((each) => each.name === name)!;
      const { buffer, byteOffset, byteLength } = model.weights.get(parameter).data;
      expect(length).toBe(byteLength);
      expect(data.subarray(offset, offset + length).equals(new Uint8Array(buffer, byteOffset, byteLength))).toBe(true);
    }
  });

  test("leave nothing when their writing fails, not even the first file", async () => {
    const failing = watched((name) => {
      if (name === "stem/batchNorm/scale") throw new Error("the weights ran out");
    });
    await expect(writeOnnx(failing, join(folder, "small.onnx"), external)).rejects.toThrow("the weights ran out");
    expect(await readdir(folder)).toEqual([]);
  });

  test("stay in the one file where none is worth moving", async () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 1, 2, 2));
    const graph = builder.build({ y: conv2d({ filters: 1, kernel: 1 })(x) });
    const path = join(folder, "tiny.onnx");
    const { files } = await writeOnnx({ graph, weights: initialWeights(0) }, path, { externalDataBytes: 1 });
    expect(files).toEqual([path]);
    expect(await readdir(folder)).toEqual(["tiny.onnx"]);
  });
});

describe("Ctrl-C", () => {
  test("stops between two weights and keeps the file that was there", async () => {
    const path = join(folder, "small.onnx");
    await writeOnnx(model, path);
    const older = await readFile(path);
    const abort = new AbortController();
    const drawn: string[] = [];
    const interrupting = watched((name) => {
      drawn.push(name);
      abort.abort(new Error("interrupted"));
    });
    await expect(writeOnnx(interrupting, path, { signal: abort.signal })).rejects.toThrow("interrupted");
    expect(drawn).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["small.onnx"]);
    expect((await readFile(path)).equals(older)).toBe(true);
  });

  test("is heard while weights are drawn: the event loop turns between them", async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    let [before, without] = [0, 0];
    const blocking = watched(() => {
      if (turns === before) without += 1;
      before = turns;
      const until = performance.now() + 5;
      while (performance.now() < until);
    });
    await writeOnnx(blocking, join(folder, "small.onnx"));
    clearInterval(counting);
    expect(without).toBeLessThanOrEqual(1);
  });
});

test("A folder that is not there is an error that says so, before a weight is drawn", async () => {
  const untouched = watched(() => {
    throw new Error("drawn");
  });
  await expect(writeOnnx(untouched, join(folder, "none", "small.onnx"))).rejects.toThrow(FolderMissingError);
});
