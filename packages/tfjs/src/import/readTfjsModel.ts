/** The model of a tfjs file. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import { UnreadableTfjsError } from "../read/errors.js";
import { readTfjs } from "../read/readTfjs.js";
import { type ShapesOf, importTfjs } from "./importTfjs.js";

/** Of a `model.json`, or of the folder that holds one, after which the graph is called. Every failure says what is wrong with the file. */
export async function readTfjsModel(path: string, shapesOf: ShapesOf): Promise<Model> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, "model.json") : path;
  const artifacts = await readTfjs(file);
  try {
    return importTfjs(artifacts, basename(dirname(file)), shapesOf);
  } catch (cause) {
    // A choice of the caller's is no fault of the file.
    throw cause instanceof LinknetError && !(cause instanceof UsageError)
      ? new UnreadableTfjsError({ path: file, cause })
      : cause;
  }
}
