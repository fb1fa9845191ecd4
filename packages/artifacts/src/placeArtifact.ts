/** An artifact that was made elsewhere, written where it goes: under the same rules as if it were made there, and computing nothing again. */
import { dirname } from "node:path";
import { type WeightOrigin, type WriteOptions, chunksOfFile, writeFilesAtomically } from "@linknet-kit/base/files";
import type { ArtifactFormat } from "./targets.js";
import { tritonModelPath } from "./triton/tritonConfig.js";
import { type WrittenArtifact, artifactKind } from "./writeArtifact.js";

export interface PlaceOptions extends WriteOptions {
  readonly format: ArtifactFormat;
  readonly origin: WeightOrigin;
}

/** `path` ends as that of what was made does, since its files are called by it. */
export async function placeArtifact(
  made: WrittenArtifact,
  path: string,
  { format, ...options }: PlaceOptions,
): Promise<WrittenArtifact> {
  if (format === "tfjs") {
    const { placeTfjs } = await import("@linknet-kit/tfjs");
    return { ...made, ...(await placeTfjs(made, dirname(path), options)) };
  }
  const files = await filesOf(made, path, { format, ...options });
  await writeFilesAtomically(files, options);
  return { ...made, path, files: files.map((file) => file.path).toReversed() };
}

async function filesOf(made: WrittenArtifact, path: string, { format, origin }: PlaceOptions) {
  const own = { path, kind: await artifactKind(format, origin), content: chunksOfFile(made.path) };
  if (format !== "onnx" && format !== "triton") return [own];
  const { placedOnnxFiles } = await import("@linknet-kit/onnx");
  if (format === "onnx") return placedOnnxFiles(made, path, { origin });
  const model = { ...made, path: tritonModelPath(made.path) };
  return [...placedOnnxFiles(model, tritonModelPath(path), { origin }), own];
}
