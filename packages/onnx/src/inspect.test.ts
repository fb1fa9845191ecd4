import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeOnnx } from "./encode/writeOnnx.js";
import { UnreadableOnnxError } from "./decode/errors.js";
import { bytesOf, node } from "./import/proto.test.fixture.js";
import { inspectOnnx, readOnnx } from "./onnxFile.js";
import { smallModel } from "./smallNetwork.test.fixture.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
  path = join(folder, "model.onnx");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("Nodes are there as the file has them, also those that cannot be read into a model", async () => {
  const nodes = [
    node("NonZero", ["x"], ["same"], { name: "nothing" }),
    node("Relu", ["same"], ["y"], { name: "something" }),
  ];
  await writeFile(path, bytesOf({ node: nodes }));
  expect((await inspectOnnx(path)).nodes).toEqual([
    { name: "nothing", type: "NonZero", inputs: ["x"] },
    { name: "something", type: "Relu", inputs: ["same"] },
  ]);
  await expect(readOnnx(path)).rejects.toThrow("NonZero");
});

test("Bytes are those of the file and of the one beside it, tensors have their own", async () => {
  const model = smallModel({ height: 9, width: 7 });
  await writeOnnx(model, path, { externalDataBytes: 1000 });
  const { fileBytes, tensors } = await inspectOnnx(path);
  expect(fileBytes).toBe((await stat(path)).size + (await stat(`${path}.data`)).size);
  const parameters = model.graph.parameters.reduce(
    (sum, { type }) => sum + 4 * type.shape.reduce((a, b) => a * b, 1),
    0,
  );
  expect(tensors.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThanOrEqual(parameters);
});

test("What is no ONNX file is refused", async () => {
  await writeFile(path, "no model");
  await expect(inspectOnnx(path)).rejects.toThrow(UnreadableOnnxError);
});
