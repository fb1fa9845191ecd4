/** What is verified, as files: models as they lie there, and graphs as they are written for every runtime. */
import { dirname, relative } from "node:path";
import { artifactPath, modelFormats, usualTarget, writeArtifact } from "@linknet-kit/artifacts";
import { makeFolder } from "@linknet-kit/base/files";
import { type Graph, scrambledWeights } from "@linknet-kit/core";
import type { OpenSizes } from "@linknet-kit/onnx";
import { type ModelFile, openModelFile } from "../modelFile/openModelFile.js";

/** None of the weights is neutral, so that every parameter counts. */
const SEED = 1;

interface OpenOptions {
  readonly sizes: OpenSizes;
  /** Where graphs are written: their files are called by what follows it. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/** A model each file, and one each format of a graph. */
export async function openArtifacts(
  artifacts: readonly (string | Graph)[],
  { sizes, folder, signal }: OpenOptions,
): Promise<readonly ModelFile[]> {
  const opened: ModelFile[] = [];
  for (const artifact of artifacts) {
    if (typeof artifact === "string") {
      opened.push(await openModelFile(artifact, sizes));
      continue;
    }
    for (const format of modelFormats) {
      const path = artifactPath(folder, format, artifact.name);
      await makeFolder(dirname(path));
      const model = { graph: artifact, weights: scrambledWeights(artifact, SEED) };
      await writeArtifact(model, path, { target: usualTarget(format).name, signal });
      opened.push({ ...(await openModelFile(path, sizes)), path: relative(folder, path) });
    }
  }
  return opened;
}
