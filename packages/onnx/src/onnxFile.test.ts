import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { FileMissingError, FileTooLargeError, NotAFileError } from "@linknet-kit/base/files";
import { evaluate, printGraph } from "@linknet-kit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UnreadableOnnxError } from "./decode/errors.js";
import { writeOnnx } from "./encode/writeOnnx.js";
import { differences } from "./runtime.test.fixture.js";
import { smallModel, tiedImage } from "./smallNetwork.test.fixture.js";
import { ExternalDataError } from "./import/externalPlace.js";
import { bytesOf, external, node, value as tensor } from "./import/proto.test.fixture.js";
import { openOnnxFile, readOnnx } from "./onnxFile.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "onnx-"));
  path = join(folder, "model.onnx");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A model with its weights in a second file is read as it was", async () => {
  const model = smallModel({ height: 9, width: 7 });
  await writeOnnx(model, path, { externalDataBytes: 1000 });
  const read = await readOnnx(path);
  await writeOnnx(model, join(folder, "whole.onnx"));
  expect(printGraph(read.graph)).toBe(printGraph((await readOnnx(join(folder, "whole.onnx"))).graph));
  const inputs = { image: tiedImage({ height: 9, width: 7 }) };
  expect(differences(evaluate(read, inputs), evaluate(model, inputs), 0)).toEqual([]);
});

test("A file is read once for all that is asked of it, in any order", async () => {
  await writeOnnx(smallModel({ height: 9, width: 7 }), path);
  const file = await openOnnxFile(path);
  await rm(path);
  const { nodes, fileBytes } = await file.inspect();
  const { graph } = file.model();
  expect(file.describe().inputs.map(({ name }) => name)).toEqual(graph.inputs.map(({ name }) => name));
  await writeOnnx(smallModel({ height: 9, width: 7 }), path);
  const again = await openOnnxFile(path);
  expect(printGraph(again.model().graph)).toBe(printGraph(graph));
  expect(await again.inspect()).toMatchObject({ nodes, fileBytes });
});

test("Initializers are there by name, whatever the nodes are, each read when it is asked for", async () => {
  const unet = join(import.meta.dirname, "../../../fixtures/pytorch/unet-external.onnx");
  const initializers = (await openOnnxFile(unet)).initializers();
  const { graph, weights } = await readOnnx(unet);
  expect(graph.parameters.length).toBeGreaterThan(5);
  for (const parameter of graph.parameters) {
    expect(initializers.get(parameter.name)?.read()).toEqual(weights.get(parameter));
  }
});

test("A file that is missing, a folder, or larger than allowed is refused as such", async () => {
  await expect(readOnnx(path)).rejects.toThrow(FileMissingError);
  await expect(readOnnx(folder)).rejects.toThrow(NotAFileError);
  await writeFile(path, bytesOf());
  await expect(readOnnx(path, { budget: { fileBytes: 10 } })).rejects.toThrow(FileTooLargeError);
});

/** The advisories on ONNX's own reader, CVE-2022-25882 to CVE-2026-34447, are of this kind. */
describe("values in another file", () => {
  type Entries = Readonly<Record<string, string>>;

  /** `y = x + w`, `w` being two floats that lie where the entries say. */
  async function writeModel(entries: Entries | readonly (readonly [string, string])[]): Promise<void> {
    const list = Array.isArray(entries) ? entries : Object.entries(entries);
    const externalData = list.map(([key, value]) => ({ key, value }));
    const w = external({ name: "w", dims: [1, 2], dataType: 1, externalData });
    await writeFile(path, bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [w], output: [], input: [] }));
  }

  async function refusal(entries: Parameters<typeof writeModel>[0]): Promise<LinknetError> {
    await writeModel(entries);
    const error = await readOnnx(path).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UnreadableOnnxError);
    const { message, cause } = error as UnreadableOnnxError;
    expect(message).toContain(path);
    expect(cause).toBeInstanceOf(ExternalDataError);
    return cause as ExternalDataError;
  }

  beforeEach(async () => {
    await writeFile(join(folder, "w.data"), new Uint8Array(Float32Array.of(9, 9, 1, 2).buffer));
  });

  test.each([
    ["outside by ..", { location: "../secret" }, "outside the model's folder"],
    ["outside by .. further in", { location: "data/../../secret" }, "outside the model's folder"],
    ["outside by .. on Windows", { location: "..\\secret" }, "outside the model's folder"],
    ["at an absolute path", { location: "/etc/hostname" }, "outside the model's folder"],
    ["at an absolute path on Windows", { location: "C:\\secret" }, "outside the model's folder"],
    ["behind a zero byte", { location: "w.data\0/../../secret" }, "outside the model's folder"],
    ["in a file that is not there", { location: "none.data" }, 'there is no "none.data"'],
    ["in a file without a name", { location: "" }, "it names none"],
    ["nowhere", { offset: "0" }, "it names none"],
    ["at a negative offset", { location: "w.data", offset: "-8" }, 'its offset is "-8"'],
    ["at an offset that is no number", { location: "w.data", offset: "1e1" }, 'its offset is "1e1"'],
    ["at an offset past 2^53", { location: "w.data", offset: "9007199254740993" }, "its offset is"],
    ["past the end of the file", { location: "w.data", offset: "12" }, "bytes 12 to 20 are asked of a file of 16"],
    ["in more bytes than its type has", { location: "w.data", length: "16" }, "it has 16 bytes, its type has 8"],
    ["in the folder itself", { location: "." }, "is not a file"],
  ])("are refused: %s", async (_, entries, message) => {
    expect((await refusal(entries)).message).toContain(message);
  });

  test("are refused where a key is given twice", async () => {
    const twice = [["location", "w.data"] as const, ["location", "../secret"] as const];
    expect((await refusal(twice)).message).toContain("it gives location twice");
  });

  test("are refused behind a symbolic link, be it the file or a folder on the way", async () => {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    try {
      await writeFile(join(outside, "secret"), new Uint8Array(8));
      await symlink(join(outside, "secret"), join(folder, "link"));
      await symlink(outside, join(folder, "folder"));
      expect((await refusal({ location: "link" })).message).toContain("is a link, or lies behind one");
      expect((await refusal({ location: "folder/secret" })).message).toContain("is a link, or lies behind one");
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  test("are refused in a file that has a second name", async () => {
    await mkdir(join(folder, "elsewhere"));
    await link(join(folder, "w.data"), join(folder, "elsewhere", "secret"));
    expect((await refusal({ location: "w.data" })).message).toContain("has several hard links");
  });

  test("are refused where they pass the budget", async () => {
    await writeModel({ location: "w.data" });
    await expect(readOnnx(path, { budget: { tensorBytes: 7 } })).rejects.toThrow("more than 7 bytes of tensors");
  });

  test("are read at their offset, in a folder below the model's too, and keys that ONNX adds are passed over", async () => {
    await mkdir(join(folder, "data"));
    await writeFile(join(folder, "data", "w"), await readFile(join(folder, "w.data")));
    const place = { location: "data/w", offset: "8", length: "8", checksum: "abc" };
    const externalData = Object.entries(place).map(([key, value]) => ({ key, value }));
    const w = external({ name: "w", dims: [1, 1, 1, 2], dataType: 1, externalData });
    const io = { input: [tensor("x", 1, 1, 1, 2)], output: [tensor("y", 1, 1, 1, 2)] };
    await writeFile(path, bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [w], ...io }));
    const { graph, weights } = await readOnnx(path);
    expect([...weights.get(graph.parameters[0]!).data]).toEqual([1, 2]);
  });
});
