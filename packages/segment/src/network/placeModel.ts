/** Graphs with their weights, as files that runtimes load. */
import { dirname } from "node:path";
import { artifactPath, modelFormatOf, writeArtifact } from "@linknet-kit/artifacts";
import { makeFolder } from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import { type Artifact, requireMemory } from "@linknet-kit/runtimes";

/** An error where the machine has not the memory that it takes. */
export async function placeModel(model: Model, target: string, folder: string): Promise<Artifact> {
  requireMemory(model.graph.name, model.graph);
  const path = artifactPath(folder, modelFormatOf(target), "network");
  await makeFolder(dirname(path));
  await writeArtifact(model, path, { target });
  const { inputs, outputs } = model.graph;
  return { path, inputs, outputs };
}
