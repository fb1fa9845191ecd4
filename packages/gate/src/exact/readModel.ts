/** A file with a model, whatever its format, and what stands in it. */
import { stat } from "node:fs/promises";
import { artifactFiles, formatOfFile } from "@linknet-kit/artifacts";
import type { Graph } from "@linknet-kit/core";
import { type OpenSizes, openOnnxFile } from "@linknet-kit/onnx";

export interface ReadModel {
  readonly graph: Graph;
  /** Of all files that it lies in. */
  readonly fileBytes: number;
  /** In the file's order. */
  readonly nodes: readonly { readonly name: string; readonly type: string }[];
  readonly tensors: readonly { readonly name: string; readonly bytes: number }[];
}

export async function readModel(path: string, sizes: OpenSizes): Promise<ReadModel> {
  return formatOfFile(path) === "onnx" ? await readOnnxFile(path, sizes) : await readGraphModel(path, sizes);
}

async function readOnnxFile(path: string, sizes: OpenSizes): Promise<ReadModel> {
  const file = await openOnnxFile(path);
  return { ...(await file.inspect()), graph: file.model(sizes).graph };
}

async function readGraphModel(path: string, { inputShapes = {} }: OpenSizes): Promise<ReadModel> {
  const { graphModelFile } = await import("@linknet-kit/tfjs");
  const file = await graphModelFile(path);
  const { graph } = file.model(typeof inputShapes === "function" ? inputShapes : () => inputShapes);
  const files = await artifactFiles(path, "tfjs");
  const sizes = await Promise.all(files.map(async (each) => (await stat(each)).size));
  return { graph, fileBytes: sizes.reduce((sum, size) => sum + size, 0), ...file.inventory() };
}
