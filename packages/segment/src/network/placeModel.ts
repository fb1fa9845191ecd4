/** Graphs with their weights, as files that runtimes load. */
import { dirname } from "node:path";
import { type ModelFormat, artifactPath, usualTarget, writeArtifact } from "@linknet-kit/artifacts";
import { makeFolder } from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import type { Artifact } from "@linknet-kit/runtimes";

export async function placeModel(model: Model, format: ModelFormat, folder: string): Promise<Artifact> {
  const path = artifactPath(folder, format, "network");
  await makeFolder(dirname(path));
  await writeArtifact(model, path, { target: usualTarget(format).name });
  const { inputs, outputs } = model.graph;
  return { path, inputs, outputs };
}
