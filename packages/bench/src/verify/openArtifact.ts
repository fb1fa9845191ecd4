/** What of an artifact must be known before it runs: its ends, and the values between its nodes. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Model, type Value, outputValues, printType, sameType } from "@linknet-kit/core";
import { readBytes } from "@linknet-kit/files";
import { exposeValues, readOnnx } from "@linknet-kit/onnx";
import { readTfjs, valuesOfSignature } from "@linknet-kit/tfjs";
import { writeFile } from "node:fs/promises";
import type { LoadOptions } from "../runtimes/runtime.js";
import { DifferentEndsError, SeparateWeightsError } from "./errors.js";

interface Ends {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/** An artifact as it lies in its file. */
export interface OpenArtifact extends Ends {
  /** As the user named it. */
  readonly path: string;
  /** What runtimes load. */
  readonly file: string;
  readonly format: "onnx" | "tfjs";
  /** There for ONNX files alone. */
  readonly model?: Model;
  /** Whether any of its numbers are of 16 bits. */
  readonly isHalf: boolean;
  readonly valueNames: ReadonlySet<string>;
}

/** Opens an ONNX file, or a graph model by its `model.json` or the folder of it; every failure says what is wrong with the file. */
export async function openArtifact(path: string): Promise<OpenArtifact> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (!isFolder && !path.endsWith(".json")) return await openOnnx(path);
  const file = isFolder ? join(path, "model.json") : path;
  const artifacts = await readTfjs(file);
  const { inputs = [], outputs = [] } = valuesOfSignature(artifacts);
  const { node = [] } = artifacts.modelTopology as { readonly node?: readonly { readonly name: string }[] };
  const isHalf = artifacts.weightSpecs.some(({ quantization }) => quantization !== undefined);
  return { path, file, format: "tfjs", inputs, outputs, isHalf, valueNames: new Set(node.map(({ name }) => name)) };
}

async function openOnnx(path: string): Promise<OpenArtifact> {
  const model = await readOnnx(path);
  const { inputs, outputs } = model.graph;
  const values = model.graph.nodes.flatMap(outputValues);
  const isHalf = values.some(({ type }) => type.dtype === "float16");
  return { path, file: path, format: "onnx", inputs, outputs, model, isHalf, valueNames: namesOf(values) };
}

/** An error where two artifacts cannot be given one input, or their outputs not be compared. */
export function checkEnds(artifact: OpenArtifact, reference: OpenArtifact): void {
  if (sameEnds(artifact.inputs, reference.inputs) && sameEnds(artifact.outputs, reference.outputs)) return;
  const [ends, expected] = [describeEnds(artifact), describeEnds(reference)];
  throw new DifferentEndsError({ path: artifact.path, ends, reference: reference.path, expected });
}

/** What a runtime is to load so that it gives those values too, where the artifact has them. */
export async function withValues(
  artifact: OpenArtifact,
  values: readonly Value[],
  copy: string,
): Promise<{ readonly path: string; readonly values: readonly Value[]; readonly load: Pick<LoadOptions, "values"> }> {
  const held = values.filter(({ name }) => artifact.valueNames.has(name));
  if (held.length === 0) return { path: artifact.file, values: [], load: {} };
  if (artifact.format === "tfjs") {
    return { path: artifact.file, values: held, load: { values: held.map(({ name }) => name) } };
  }
  if (existsSync(`${artifact.file}.data`)) throw new SeparateWeightsError({ path: artifact.path });
  const types = new Map(artifact.model!.graph.nodes.flatMap(outputValues).map((value) => [value.name, value]));
  // A file of 16-bit numbers has its own types between the same ends.
  const own = held.map(({ name }) => types.get(name)!);
  const exposed = exposeValues(await readBytes(artifact.file, { maximumBytes: 2 ** 31 }), own);
  await writeFile(copy, exposed.bytes);
  return { path: copy, values: exposed.values, load: {} };
}

function sameEnds(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  const types = new Map(b.map(({ name, type }) => [name, type]));
  return a.every(({ name, type }) => types.has(name) && sameType(type, types.get(name)!));
}

function describeEnds({ inputs, outputs }: Ends): string {
  const describe = (values: readonly Value[]): string =>
    values.map(({ name, type }) => `${name} ${printType(type)}`).join(", ") || "nothing that its signature tells";
  return `${describe(inputs)} -> ${describe(outputs)}`;
}

function namesOf(values: readonly Value[]): ReadonlySet<string> {
  return new Set(values.map(({ name }) => name));
}
