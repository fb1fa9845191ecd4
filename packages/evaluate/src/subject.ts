/** What is evaluated, however the user names it: a run's folder, a network with weights, an ONNX file or a tfjs model. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Recipe, readRun, recipeNetwork } from "@linknet-kit/accuracy";
import { type ModelFormat, artifactPath, loadWeights, modelFormatOf, writeArtifact } from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import { makeFolder } from "@linknet-kit/base/files";
import { type Graph, type Model, type Size } from "@linknet-kit/core";
import { type Count, countSchema, summariseNetwork } from "@linknet-kit/results";
import { type ModelFile, type Runtime, openModelFile } from "@linknet-kit/runtimes";
import { kindOf, openModel, shapesFor } from "@linknet-kit/sources";
import { EvaluationChoiceError } from "./errors.js";

/** What the user chose; a run has all of it in its recipe. */
export interface SubjectChoices {
  readonly weights?: string | undefined;
  readonly size?: Size | undefined;
  readonly width?: number | undefined;
  /** Of a network that is built. */
  readonly classes: number;
}

export interface EvaluatedModel extends Partial<Pick<Recipe, "labels" | "mean" | "width">> {
  readonly network: string;
  /** As the user named it, without folders. */
  readonly called: string;
  readonly cost?: Count;
  /** The formats that it is or can be written in. */
  readonly formats: readonly ModelFormat[];
  /** As the runtime loads it; `folder` is for what must be written. */
  readonly fileFor: (runtime: Runtime, folder: string, signal?: AbortSignal) => Promise<ModelFile>;
}

export async function openSubject(word: string, choices: SubjectChoices): Promise<EvaluatedModel> {
  if (existsSync(join(word, "recipe.json"))) return await openRun(word, choices);
  const kind = kindOf(word);
  return kind === "onnx" || kind === "tfjs" ? await openFile(word, kind, choices) : await openNamed(word, choices);
}

async function openRun(folder: string, { weights: file, width: other, size }: SubjectChoices): Promise<EvaluatedModel> {
  if (file !== undefined || other !== undefined) {
    const problem = `"${folder}" is a run, which has its own ${file === undefined ? "width" : "weights"}`;
    throw new EvaluationChoiceError({ problem, hint: "leave it out, or evaluate the network by its name" });
  }
  const { recipe, model } = await readRun(folder);
  const { network, labels, mean, width } = recipe;
  // Weights do not depend on the size.
  const graph = size === undefined ? model.graph : recipeNetwork({ ...recipe, size });
  const names = { network, called: basename(resolve(folder)) };
  return { ...written({ graph, weights: model.weights }, names), labels, mean, width };
}

async function openNamed(
  word: string,
  { weights: path, size, width, classes }: SubjectChoices,
): Promise<EvaluatedModel> {
  if (path === undefined) {
    const hint = "give --weights FILE, or the folder of a run that linknet train wrote";
    throw new EvaluationChoiceError({ problem: `"${word}" is a network without weights`, hint });
  }
  const { graph, label, network } = await openModel(word, { classes, ...(size && { size }), ...(width && { width }) });
  const { weights } = await loadWeights(path, graph, { nameMaps: network?.nameMaps });
  const subject = written({ graph, weights }, { network: label, called: `${basename(word)} with ${basename(path)}` });
  return { ...subject, ...(width !== undefined && { width }) };
}

/** Of a model in memory, which is written for whatever runtime it is to run on. */
function written(model: Model, names: Pick<EvaluatedModel, "network" | "called">): EvaluatedModel {
  return {
    ...names,
    ...costOf(model.graph, names.network),
    formats: ["onnx", "tfjs"],
    fileFor: async ({ target }, folder, signal) => {
      const path = artifactPath(folder, modelFormatOf(target), "network");
      await makeFolder(folder);
      const { path: file } = await writeArtifact(model, path, { target, signal });
      return { ...(await openModelFile(file)), path: names.called };
    },
  };
}

async function openFile(
  word: string,
  kind: ModelFormat,
  { weights, size, width }: SubjectChoices,
): Promise<EvaluatedModel> {
  if (weights !== undefined || width !== undefined) {
    const problem = `"${word}" is a file, which has its own ${weights === undefined ? "width" : "weights"}`;
    throw new EvaluationChoiceError({ problem, hint: "leave it out, or evaluate a network by its name" });
  }
  const sizes = {
    inputShapes: (declared: Parameters<typeof shapesFor>[0]) => shapesFor(declared, size ? { size } : {}),
  };
  const file = await openModelFile(word, sizes);
  const known = await openModel(word, size ? { size } : {}).catch((error: unknown) => {
    // Runtimes may know operators that nothing here does.
    if (!(error instanceof LinknetError)) throw error;
    return undefined;
  });
  const called = basename(resolve(word));
  return {
    network: known?.label ?? called.replace(/\.onnx$/i, ""),
    called,
    ...(known && costOf(known.graph, known.label)),
    formats: [kind],
    fileFor: async () => ({ ...file, path: called }),
  };
}

/** Nothing where an operator has no cost here. */
function costOf(graph: Graph, network: string): { readonly cost?: Count } {
  try {
    return { cost: countSchema.parse({ ...summariseNetwork(graph), network }) };
  } catch (error) {
    if (error instanceof LinknetError) return {};
    throw error;
  }
}
