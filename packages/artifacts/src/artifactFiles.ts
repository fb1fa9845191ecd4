/** All files that a model lies in. */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readBytes } from "@linknet-kit/base/files";
import type { ModelJson } from "@linknet-kit/tfjs";
import type { ModelFormat } from "./targets.js";

/** Of a graph model's description alone. */
const MAXIMUM_JSON_BYTES = 2 ** 28;

/** The format of a file by its name. */
export function formatOfFile(path: string): ModelFormat {
  return path.endsWith(".json") ? "tfjs" : "onnx";
}

/**
 * The file of an ONNX model, or the `model.json` of a graph model that is named by it or by its folder, and the files with weights that it
 * names. Names are as they stand in the file, and not looked at.
 */
export async function artifactFiles(path: string, format: ModelFormat): Promise<readonly string[]> {
  if (format === "onnx") {
    const { dataFiles } = await (await import("@linknet-kit/onnx")).inspectOnnx(path);
    return [path, ...dataFiles.map((name) => join(dirname(path), name))];
  }
  const model = (await stat(path)).isDirectory() ? join(path, "model.json") : path;
  const text = new TextDecoder().decode(await readBytes(model, { maximumBytes: MAXIMUM_JSON_BYTES }));
  const { weightsManifest } = JSON.parse(text) as Pick<ModelJson, "weightsManifest">;
  return [model, ...weightsManifest.flatMap(({ paths }) => paths).map((name) => join(dirname(model), name))];
}
