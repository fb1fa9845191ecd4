/** Files of graph models: what is asked of one is answered from one reading of it. The file may be anything. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import { type Model, byteCount } from "@linknet-kit/core";
import { UnreadableTfjsError } from "../read/errors.js";
import { readTfjs } from "../read/readTfjs.js";
import { type ShapesOf, importTfjs } from "./importTfjs.js";
import type { NodeOfFile } from "./order.js";
import { weightTensors } from "./weightTensors.js";

export interface GraphModelFile {
  /** The model, called after its folder; every failure says what is wrong with the file. */
  model(shapesOf: ShapesOf): Model;
  /** What stands in the file, whatever its operations: nodes but constants, and weights with their bytes when they are computed with. */
  inventory(): {
    readonly nodes: readonly { readonly name: string; readonly type: string }[];
    readonly tensors: readonly { readonly name: string; readonly bytes: number }[];
  };
}

/** Reads a `model.json`, or that of a folder, and its weights. */
export async function graphModelFile(path: string): Promise<GraphModelFile> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, "model.json") : path;
  const artifacts = await readTfjs(file);
  const { node } = artifacts.modelTopology as { readonly node: readonly NodeOfFile[] };
  return {
    model: (shapesOf) => {
      try {
        return importTfjs(artifacts, basename(dirname(file)), shapesOf);
      } catch (cause) {
        // A choice of the caller's is no fault of the file.
        throw cause instanceof LinknetError && !(cause instanceof UsageError)
          ? new UnreadableTfjsError({ path: file, cause })
          : cause;
      }
    },
    inventory: () => ({
      nodes: node.filter(({ op }) => op !== "Const").map(({ name, op }) => ({ name, type: op })),
      tensors: [...weightTensors(artifacts)].map(([name, tensor]) => ({ name, bytes: byteCount(tensor) })),
    }),
  };
}
