/** Whatever a user calls a model, as a graph of known sizes. */
import { basename, dirname, extname, resolve } from "node:path";
import type { Graph, NetworkOptions, Weights } from "@linknet-kit/core";
import { FixedChoiceError } from "./errors.js";
import { kindOf } from "./kinds.js";
import { type InputShapes, shapesFor } from "./openSizes.js";
import { type OpenedNetwork, openNetwork } from "./openNetwork.js";

/** What the user chose; nothing stands here that was not asked for. */
export interface ModelChoices extends Partial<NetworkOptions> {
  /** Whole shapes of a file's inputs, by name. */
  readonly inputs?: InputShapes;
}

export interface OpenedModel {
  /** The network's label, or what the file calls its graph, or else the file's name. */
  readonly label: string;
  readonly graph: Graph;
  /** Of a file. */
  readonly weights?: Weights;
  /** Of a file: the modules of its nodes, by their names, where it says so. */
  readonly readScopes?: () => ReadonlyMap<string, readonly string[]>;
  /** Where it is none of a file's. */
  readonly network?: OpenedNetwork;
}

/** What exporters call a graph that nobody named. */
const ANONYMOUS = new Set(["", "main_graph", "main", "graph", "torch_jit", "torch-jit-export", "tf2onnx"]);

/**
 * The graph of a network's name, the user's own network file, an ONNX file or a tfjs model, with every size that is left open filled in by
 * the choices. Choices that the model does not have, or has otherwise, are a `FixedChoiceError`; an open size that is not given is an
 * `OpenSizeError`.
 */
export async function openModel(
  word: string,
  choices: ModelChoices = {},
  folder = process.cwd(),
): Promise<OpenedModel> {
  const kind = kindOf(word);
  if (kind === "onnx" || kind === "tfjs") return await openFile(word, kind, choices, folder);
  const { inputs, ...options } = choices;
  if (inputs !== undefined) {
    throw new FixedChoiceError({
      choice: "--input",
      reason: "a network's input is its image",
      hint: "use --size and --batch",
    });
  }
  const network = await openNetwork(word, folder);
  return { label: network.label, graph: network.graph(options), network };
}

async function openFile(
  word: string,
  kind: "onnx" | "tfjs",
  choices: ModelChoices,
  folder: string,
): Promise<OpenedModel> {
  for (const choice of ["classes", "width"] as const) {
    if (choices[choice] === undefined) continue;
    throw new FixedChoiceError({ choice: `--${choice}`, reason: `"${word}" is a file, which has its own` });
  }
  const path = resolve(folder, word);
  const opened = kind === "onnx" ? await openOnnx(path, choices) : await openTfjs(path, choices);
  const label = ANONYMOUS.has(opened.graph.name) ? nameOf(path) : opened.graph.name;
  return { label, ...opened, graph: { ...opened.graph, name: label } };
}

// Each format is loaded only where it is needed: it costs as much as everything else here.
async function openOnnx(path: string, choices: ModelChoices): Promise<Omit<OpenedModel, "label">> {
  const { openOnnxFile } = await import("@linknet-kit/onnx");
  const opened = await openOnnxFile(path);
  const model = opened.model({ inputShapes: (declared) => shapesFor(declared, choices) });
  return { ...model, readScopes: () => opened.scopes() };
}

async function openTfjs(path: string, choices: ModelChoices): Promise<Omit<OpenedModel, "label">> {
  const { graphModelFile } = await import("@linknet-kit/tfjs");
  return (await graphModelFile(path)).model((declared) => shapesFor(declared, choices));
}

/** The file's name, or that of the folder that a tfjs model is. */
function nameOf(path: string): string {
  const file = basename(path) === "model.json" ? basename(dirname(path)) : basename(path);
  return file.slice(0, file.length - extname(file).length);
}
