/** The artifacts of what is checked: written for networks, as they lie there for files. */
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ModelFormat, artifactPath, formatOfFile, usualTarget, writeArtifact } from "@linknet-kit/artifacts";
import { makeFolder } from "@linknet-kit/base/files";
import { type Graph, initialWeights, mapRecord } from "@linknet-kit/core";
import type { OpenSizes } from "@linknet-kit/onnx";
import { FIELDS, type SizeChoices, openNetwork, parseSize, shapesFor } from "@linknet-kit/sources";
import type { Subject } from "../config/config.js";
import { BaseFailedError } from "../errors.js";
import { readModel } from "../exact/readModel.js";
import type { GitBase } from "../revision/gitBase.js";

/** Of drawn weights, the same for every revision; speed does not depend on them. */
const SEED = 0;

/** The subject's file in a format, written below `folder` unless it is a file; `undefined` where a file has another format. */
export async function writeSubject(
  subject: Subject,
  format: ModelFormat,
  options: SubjectOptions,
): Promise<string | undefined> {
  const { folder, configFolder, signal } = options;
  if ("file" in subject) return format === formatOfFile(subject.file) ? resolve(configFolder, subject.file) : undefined;
  const { network, classes, batch = 1 } = subject;
  const { graph: build } = await openNetwork(network, configFolder);
  const size = subject.size === undefined ? {} : { size: parseSize(subject.size) };
  const graph = build({ ...size, batch, ...(classes === undefined ? {} : { classes }) });
  const model = { graph, weights: initialWeights(SEED) };
  const path = artifactPath(folderOf(subject, folder), format, graph.name);
  await makeFolder(dirname(path));
  // As an export says it, so that the files of both revisions are of one size.
  await writeArtifact(model, path, { target: usualTarget(format).name, origin: "drawn", signal });
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
  format: ModelFormat,
  { base, ...options }: SubjectOptions & { readonly base: GitBase },
): Promise<string | undefined> {
  if ("file" in subject)
    return format === formatOfFile(subject.file)
      ? await base.file(resolve(options.configFolder, subject.file))
      : undefined;
  const { network, size, classes, batch = 1 } = subject;
  const place = join(folderOf(subject, options.folder), format);
  const choices = ["--batch", String(batch), "--seed", String(SEED)];
  const ofSize = size === undefined ? [] : ["--size", size];
  const ofClasses = classes === undefined ? [] : ["--classes", String(classes)];
  try {
    await base.linknet(["export", network, ...choices, ...ofSize, ...ofClasses, "--to", format, "-o", place]);
  } catch (error) {
    if (error instanceof BaseFailedError && isAbsent(network, error)) return undefined;
    throw error;
  }
  // It is called as the network was called then.
  const [name] = await readdir(place);
  return name === undefined ? undefined : format === "onnx" ? join(place, name) : join(place, name, "model.json");
}

/** Whether the other revision says that it has no such network, of its table or of the user's own. */
function isAbsent(network: string, error: BaseFailedError): boolean {
  return [`there is no network "${network}"`, "there is no file"].some((words) => error.said(words));
}

/** A folder of the subject's own, for artifacts of either format. */
function folderOf({ network, size, classes, batch }: Exclude<Subject, { file: string }>, folder: string): string {
  return join(folder, [network.replace(/[^\w.-]/g, "_"), size ?? "", classes ?? "", batch ?? ""].join("-"));
}

/** The sizes that the config chooses for a file; what it leaves open besides is an error in the config's words. */
export function sizesOf(subject: Subject): OpenSizes {
  if (!("file" in subject)) return {};
  const { size, batch, input } = subject;
  const shapeOf = (sides: string): readonly number[] => sides.split("x").map(Number);
  const choices: SizeChoices = {
    ...(size === undefined ? {} : { size: parseSize(size) }),
    ...(batch === undefined ? {} : { batch }),
    ...(input === undefined ? {} : { inputs: mapRecord(input, shapeOf) }),
  };
  return { inputShapes: (declared) => shapesFor(declared, choices, FIELDS) };
}

/** What both artifacts of a subject are fed and give; where their inputs differ they cannot be run side by side. */
export async function endsOf(subject: Subject, path: string): Promise<Pick<Graph, "inputs" | "outputs">> {
  const { graph } = await readModel(path, sizesOf(subject));
  return { inputs: graph.inputs, outputs: graph.outputs };
}
