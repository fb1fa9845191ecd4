/** What a user's module exports, as a network. */
import { nearestName } from "@linknet-kit/base";
import type { Graph, Network, NetworkOptions } from "@linknet-kit/core";
import { NotANetworkError } from "./errors.js";

/** A function from an image to logits, or from options to such a function: which, is told by what it answers. */
export type LayerOrFactory = (given: unknown) => unknown;

export type ExportedNetwork =
  | { readonly kind: "function"; readonly build: LayerOrFactory }
  | { readonly kind: "definition"; readonly network: Omit<Network, "name"> & { readonly name?: string } }
  | { readonly kind: "graph"; readonly graph: Graph };

/** Of a definition; what else it has is told. */
const FIELDS = ["name", "layers", "defaults", "minimumSide", "imageChannels", "nameMaps"];
const OPTIONS: readonly (keyof NetworkOptions)[] = ["size", "classes", "batch", "width"];

/** The export that is asked for by name; else the default one; else the only one. */
export function chooseExport(
  path: string,
  exported: Readonly<Record<string, unknown>>,
  exportName?: string,
): readonly [name: string, value: unknown] {
  const names = Object.keys(exported).filter((name) => name !== "__esModule");
  const listed = names.length === 0 ? "nothing" : names.join(", ");
  if (exportName !== undefined) {
    if (names.includes(exportName)) return [exportName, exported[exportName]];
    const nearest = nearestName(exportName, names);
    const meant = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    throw new NotANetworkError({
      path,
      problem: `it has no export "${exportName}"${meant}`,
      hint: `it exports ${listed}`,
    });
  }
  if (names.includes("default")) return ["default", exported["default"]];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return [only, exported[only]];
  if (only === undefined) throw new NotANetworkError({ path, problem: "it exports nothing" });
  throw new NotANetworkError({
    path,
    problem: `it exports ${listed}, and no default`,
    hint: `say which with "${path}#${only}", or export one as default`,
  });
}

/** What the value is; a `NotANetworkError` that says what it is instead where it is nothing of the kind. */
export function readExport(path: string, value: unknown): ExportedNetwork {
  if (typeof value === "function") return { kind: "function", build: value as LayerOrFactory };
  if (!isRecord(value)) throw new NotANetworkError({ path, problem: `it exports ${describeValue(value)}` });
  if ("layers" in value) return { kind: "definition", network: readDefinition(path, value) };
  if (isGraph(value)) return { kind: "graph", graph: value };
  throw new NotANetworkError({ path, problem: `it exports ${describeValue(value)}`, hint: hintOf(value) });
}

/** In words, for messages: `a promise`, `an object with conv1, conv2`. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return `the ${typeof value} ${JSON.stringify(value)}`.slice(0, 80);
  if (isRecord(value) && typeof value["then"] === "function") return "a promise";
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.slice(0, 6).join(", ")}`;
}

function readDefinition(path: string, given: Readonly<Record<string, unknown>>) {
  const refuse = (problem: string): NotANetworkError => new NotANetworkError({ path, problem });
  const unknown = Object.keys(given).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, FIELDS);
    throw refuse(`it has no field "${unknown}"${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`);
  }
  const { name, layers, defaults, minimumSide, imageChannels } = given;
  if (typeof layers !== "function")
    throw refuse(`its layers are ${describeValue(layers)}, expected a function of options`);
  if (name !== undefined && (typeof name !== "string" || !/^\w[\w.-]{0,63}$/.test(name))) {
    throw refuse(`its name is ${describeValue(name)}, expected letters, digits, ".", "-" and "_", 64 at most`);
  }
  for (const [field, number] of Object.entries({ minimumSide, imageChannels })) {
    if (number !== undefined && !(Number.isSafeInteger(number) && (number as number) >= 1)) {
      throw refuse(`its ${field} is ${describeValue(number)}, expected a whole number of at least 1`);
    }
  }
  checkDefaults(defaults, refuse);
  return given as unknown as Omit<Network, "name"> & { readonly name?: string };
}

/** Their values are checked where they are used, with those that the user chooses. */
function checkDefaults(defaults: unknown, refuse: (problem: string) => NotANetworkError): void {
  if (defaults === undefined) return;
  if (!isRecord(defaults)) throw refuse(`its defaults are ${describeValue(defaults)}, expected an object`);
  const unknown = Object.keys(defaults).find((option) => !OPTIONS.some((known) => known === option));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, OPTIONS);
    const meant = nearest === undefined ? `; they may have ${OPTIONS.join(", ")}` : `; did you mean "${nearest}"?`;
    throw refuse(`its defaults have no "${unknown}"${meant}`);
  }
  const { size } = defaults;
  if (size !== undefined && !isRecord(size)) {
    throw refuse(`its default size is ${describeValue(size)}, expected { width, height }`);
  }
}

/** For what is nearly right. */
function hintOf(value: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof value["then"] === "function") return 'await it: "export default await ..."';
  if ("builder" in value && "type" in value) return "export the layer, not what it gives for one image";
  if (isRecord(value["graph"])) return "export the graph alone";
  const nearest = Object.keys(value).find((key) => nearestName(key, ["layers"]) !== undefined);
  return nearest === undefined ? undefined : `a definition's layers stand under "layers", not "${nearest}"`;
}

function isGraph(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Graph {
  return ["inputs", "parameters", "nodes", "outputs"].every((field) => Array.isArray(value[field]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
