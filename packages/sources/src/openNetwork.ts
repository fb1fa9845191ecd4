/** A network by its name or by the user's own file. */
import { createRequire } from "node:module";
import { basename, extname, resolve } from "node:path";
import { loadUserModule, runUserCodeNow } from "@linknet-kit/base/files";
import * as core from "@linknet-kit/core";
import {
  type Graph,
  type Layer,
  type NameMap,
  type NetworkOptions,
  type Size,
  type SymbolicTensor,
  buildNetworkGraph,
  imageSizeOf,
  mapRecord,
} from "@linknet-kit/core";
import { buildNetwork, findNetwork, networks } from "@linknet-kit/models";
import { FixedChoiceError, UnknownSourceError, WrongKindOfModelError } from "./errors.js";
import { kindOf, parseModuleWord } from "./kinds.js";
import { ownGraph } from "./ownGraph.js";
import { type ExportedNetwork, type LayerOrFactory, chooseExport, readExport } from "./readExport.js";

export interface OpenedNetwork {
  /** What was opened, as it was given. */
  readonly word: string;
  /** What results, reports and written files call it; never the name of another network of the table. */
  readonly label: string;
  /** Of the user's own file; absent for a network of the table. */
  readonly path?: string;
  readonly nameMaps?: readonly NameMap[];
  /** The size that the user's file says it is meant for, or is fixed at. */
  readonly size?: Size;
  /** Its graph; options that are not given are the network's defaults. */
  readonly graph: (given?: Partial<NetworkOptions>) => Graph;
}

/**
 * The network of that name, or of the user's file: `./my-network.ts`, or `./my-networks.ts#small` for one of several exports. Paths
 * start at `folder`, the present one unless given. What is wrong with the file is an error with its path and, where it has one, its line.
 */
export async function openNetwork(word: string, folder = process.cwd()): Promise<OpenedNetwork> {
  const kind = kindOf(word);
  if (kind === "name") return openNamed(word);
  if (kind === "module") return await openModule(word, folder);
  throw new WrongKindOfModelError({
    word,
    kind: kind === "onnx" ? "an ONNX file" : "a tfjs model",
    hint: "give a network's name or your own ./network.ts",
  });
}

function openNamed(word: string): OpenedNetwork {
  if (/[\\/.]/.test(word)) throw new UnknownSourceError({ word });
  const { name, nameMaps } = findNetwork(word);
  return { word, label: name, graph: (given) => buildNetwork(name, given), ...(nameMaps && { nameMaps }) };
}

async function openModule(word: string, folder: string): Promise<OpenedNetwork> {
  const { path: given, exportName } = parseModuleWord(word);
  const path = resolve(folder, given);
  const module = await loadUserModule(path, {
    packages: ownPackages(),
    exports: { "@linknet-kit/core": Object.keys(core) },
  });
  // What is exported may be getters of the user's.
  const values = runUserCodeNow(path, () => mapRecord({ ...module }, copied));
  const [name, value] = chooseExport(given, values, exportName);
  const exported = readExport(given, value);
  const label = labelOf(given, name, exported);
  const network = { given, label, exported };
  const size = sizeOf(exported);
  const nameMaps = exported.kind === "definition" ? exported.network.nameMaps : undefined;
  return {
    word,
    label,
    path,
    graph: (options = {}) => runUserCodeNow(path, () => ownGraph(buildOwn(network, options))),
    ...(nameMaps && { nameMaps }),
    ...(size && { size }),
  };
}

function sizeOf(exported: ExportedNetwork): Size | undefined {
  if (exported.kind === "definition") return exported.network.defaults?.size;
  return exported.kind === "graph" ? imageSizeOf(exported.graph) : undefined;
}

interface OwnNetwork {
  readonly given: string;
  readonly label: string;
  readonly exported: ExportedNetwork;
}

function buildOwn({ given, label, exported }: OwnNetwork, options: Partial<NetworkOptions>): Graph {
  if (exported.kind === "definition") return buildNetworkGraph({ ...exported.network, name: label }, options);
  if (exported.kind === "function") {
    const layers = (all: NetworkOptions) => layerOf(given, exported.build, { options: all, chosen: options });
    return buildNetworkGraph({ name: label, layers }, options);
  }
  checkFixed(given, exported.graph, options);
  return { ...exported.graph, name: label };
}

/** A layer as it is; of a function of options what it makes of them. An image that carries the options tells which of the two it is. */
function layerOf(
  path: string,
  build: LayerOrFactory,
  { options, chosen }: { readonly options: NetworkOptions; readonly chosen: Partial<NetworkOptions> },
): Layer {
  return (image) => {
    const answer = build({ ...image, ...options });
    if (typeof answer === "function") return (build(options) as Layer)(image);
    for (const choice of ["classes", "width"] as const) {
      if (chosen[choice] === undefined) continue;
      throw new FixedChoiceError({
        choice: `--${choice}`,
        reason: `"${path}" exports a layer, which has its own`,
        hint: "export a function of { size, classes, batch, width } to the layer instead",
      });
    }
    return answer as SymbolicTensor;
  };
}

/** A graph is built already: what is chosen must be what it has. */
function checkFixed(path: string, { inputs, outputs }: Graph, chosen: Partial<NetworkOptions>): void {
  const [batch, , height, width] = inputs[0]?.type.shape ?? [];
  const [, classes] = outputs[0]?.type.shape ?? [];
  const { size } = chosen;
  const differs = {
    size: size !== undefined && (size.width !== width || size.height !== height),
    batch: chosen.batch !== undefined && chosen.batch !== batch,
    classes: chosen.classes !== undefined && chosen.classes !== classes,
    width: chosen.width !== undefined,
  };
  for (const [choice, isOther] of Object.entries(differs)) {
    if (!isOther) continue;
    throw new FixedChoiceError({
      choice: `--${choice}`,
      reason: `"${path}" exports a graph, whose sizes are fixed`,
      hint: "export a layer, or a function of { size, classes, batch, width } to one",
    });
  }
}

/** The definition's own name, the export's, or the file's; with the extension where a network of the table is called so. */
function labelOf(path: string, exportName: string, exported: ExportedNetwork): string {
  const file = basename(path);
  const stem = file.slice(0, file.length - extname(file).length);
  const given = exported.kind === "definition" ? exported.network.name : undefined;
  const label = given ?? (exportName === "default" ? stem : exportName);
  const taken = networks.some(({ name }) => name === label);
  return (taken ? file : label).replace(/[^\w.-]/g, "-");
}

/** An object that the user's code can no longer change, with the values of its getters. */
function copied(value: unknown): unknown {
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? { ...value } : value;
}

/** Where a user's file finds this project's packages: the ones that run, whether or not its own project has them. */
function ownPackages(): Readonly<Record<string, string>> {
  const { resolve: find } = createRequire(import.meta.url);
  const names = ["@linknet-kit/base", "@linknet-kit/core", "@linknet-kit/core/tensors", "@linknet-kit/models"];
  return Object.fromEntries(names.map((name) => [name, find(name)]));
}
