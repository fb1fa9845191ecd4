/** The artifacts of what is checked: written for networks, as they lie there for files. */
import { dirname, join, resolve } from "node:path";
import type { ArtifactFormat } from "@linknet-kit/bench";
import { type Graph, initialWeights } from "@linknet-kit/core";
import { makeFolder } from "@linknet-kit/files";
import { BaseFailedError, type GitBase, type Subject } from "@linknet-kit/gate";
import { DEFAULT_OPTIONS, buildNetwork } from "@linknet-kit/models";
import { parseSize } from "./arguments.js";

/** Of drawn weights, the same for every revision; speed does not depend on them. */
const SEED = 0;

type Format = Exclude<ArtifactFormat, "tensorrt-8.2">;

/** The subject's file in a format, under `folder` where it is to be written; `undefined` where a file has another format. */
export async function writeSubject(
  subject: Subject,
  format: Format,
  options: SubjectOptions,
): Promise<string | undefined> {
  const { folder, configFolder, signal } = options;
  if ("file" in subject) return format === "onnx" ? resolve(configFolder, subject.file) : undefined;
  const { network, classes = DEFAULT_OPTIONS.classes, batch = 1 } = subject;
  const graph = buildNetwork(network, { size: parseSize(subject.size), classes, batch });
  const model = { graph, weights: initialWeights(SEED) };
  const path = pathOf(subject, format, folder);
  await makeFolder(dirname(path));
  if (format === "onnx") await (await import("@linknet-kit/onnx")).writeOnnx(model, path, { signal });
  else await (await import("@linknet-kit/tfjs")).writeTfjs(model, dirname(path), { signal });
  return path;
}

interface SubjectOptions {
  readonly folder: string;
  /** Where the paths of subjects start. */
  readonly configFolder: string;
  readonly signal: AbortSignal;
}

/** The same of another revision, as its own command line writes it; `undefined` where it had no such file or network. */
export async function writeBaseSubject(
  subject: Subject,
  format: Format,
  { base, ...options }: SubjectOptions & { readonly base: GitBase },
): Promise<string | undefined> {
  if ("file" in subject)
    return format === "onnx" ? await base.file(resolve(options.configFolder, subject.file)) : undefined;
  const { network, size, classes = DEFAULT_OPTIONS.classes, batch = 1 } = subject;
  const path = pathOf(subject, format, options.folder);
  const place = format === "onnx" ? dirname(path) : dirname(dirname(path));
  const choices = ["--size", size, "--classes", String(classes), "--batch", String(batch), "--seed", String(SEED)];
  try {
    await base.linknet(["export", network, ...choices, "--to", format, "-o", place]);
  } catch (error) {
    if (error instanceof BaseFailedError && error.said(`there is no network "${network}"`)) return undefined;
    throw error;
  }
  return path;
}

/** Where `linknet export` writes it in a folder of the subject's own. */
function pathOf(subject: Exclude<Subject, { file: string }>, format: Format, folder: string): string {
  const { network, size, classes, batch } = subject;
  const own = join(folder, [network, size, classes ?? "", batch ?? ""].join("-"));
  const name = `${network}-${size}`;
  return format === "onnx" ? join(own, `${name}.onnx`) : join(own, name, "model.json");
}

/** What both artifacts are fed and give; where their inputs differ they cannot be run side by side. */
export async function endsOf(path: string): Promise<Pick<Graph, "inputs" | "outputs">> {
  if (path.endsWith(".json")) {
    const { readTfjs, valuesOfSignature } = await import("@linknet-kit/tfjs");
    const { inputs = [], outputs = [] } = valuesOfSignature(await readTfjs(path));
    return { inputs, outputs };
  }
  const { graph } = await (await import("@linknet-kit/onnx")).readOnnx(path);
  return { inputs: graph.inputs, outputs: graph.outputs };
}
