/** What must be known of a user's model before it runs: what it is fed and gives, and whether the ops here can express it. */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ModelFormat } from "@linknet-kit/artifacts";
import type { LinknetError } from "@linknet-kit/base";
import { type Model, type Value, outputValues } from "@linknet-kit/core";
import {
  type DeclaredValue,
  type OnnxFile,
  type OpenSizes,
  UnreadableOnnxError,
  isUnreadable,
  openOnnxFile,
} from "@linknet-kit/onnx";
import { describeTfjs, readTfjsOutline } from "@linknet-kit/tfjs";
import type { Artifact } from "../child/protocol.js";
import type { OutputValue } from "../runtime/runtime.js";
import { UnnameableOutputError } from "./errors.js";
import { feedableInputs } from "./feedableInputs.js";
import { requireMemory } from "./requireMemory.js";

/** A model as it lies in its file; `inputs` have the sizes that it runs at. */
export interface ModelFile extends Pick<Artifact, "inputs" | "outputs" | "externalData"> {
  /** As the user named it. */
  readonly path: string;
  /** What runtimes load. */
  readonly file: string;
  readonly format: ModelFormat;
  /** There for ONNX files alone, where the ops here express all of it. */
  readonly model?: Model;
  /** Why there is none, in words. */
  readonly unknown?: string;
  /** Whether any of its numbers are of 16 bits. */
  readonly isHalf: boolean;
  /** Whether it puts values where a pool found maxima, which rounding may decide. */
  readonly passesPositions: boolean;
  /** Values between its nodes that a runtime may give beside the outputs; with types where the ops here tell them. */
  readonly values: readonly (Value | { readonly name: string })[];
}

/**
 * Opens an ONNX file, or a graph model by its `model.json` or the folder of it; every failure says what is wrong with the file. What it
 * computes need not be known here.
 */
export async function openModelFile(path: string, sizes: OpenSizes = {}): Promise<ModelFile> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (!isFolder && !path.endsWith(".json")) return await openOnnx(path, sizes);
  return await openTfjs(path, isFolder ? join(path, "model.json") : path, sizes);
}

async function openOnnx(path: string, sizes: OpenSizes): Promise<ModelFile> {
  const onnx = await openOnnxFile(path);
  const described = onnx.describe();
  const inputs = feedableInputs(path, described.inputs, sizes);
  const outputs = described.outputs.map((output) => outputOf(path, output));
  const { externalFiles, isHalf, passesPositions } = described;
  const opened = {
    path,
    file: path,
    format: "onnx",
    inputs,
    isHalf,
    passesPositions,
    ...(externalFiles.length === 0 ? {} : { externalData: { folder: dirname(path), files: externalFiles } }),
  } as const;
  const read = readKnown(onnx, sizes);
  if ("unknown" in read) {
    const { unknown } = read;
    return { ...opened, unknown, outputs, values: described.values.map((name) => ({ name })) };
  }
  const { graph } = read.model;
  requireMemory(path, graph);
  const names = new Set(graph.outputs.map(({ name }) => name));
  const values = graph.nodes.flatMap(outputValues).filter(({ name }) => !names.has(name));
  return { ...opened, model: read.model, outputs: graph.outputs, values };
}

async function openTfjs(path: string, file: string, sizes: OpenSizes): Promise<ModelFile> {
  const outline = await readTfjsOutline(file);
  const { inputs, outputs, values } = describeTfjs(outline);
  return {
    path,
    file,
    format: "tfjs",
    inputs: feedableInputs(path, inputs, sizes),
    outputs: outputs.map((output) => outputOf(path, output)),
    unknown: "graph models of tfjs are run, not read",
    isHalf: outline.weightSpecs.some(({ quantization }) => quantization !== undefined),
    passesPositions: false,
    values: values.map((name) => ({ name })),
  };
}

function readKnown(file: OnnxFile, sizes: OpenSizes): { model: Model } | { unknown: string } {
  try {
    return { model: file.model(sizes) };
  } catch (error) {
    if (!(error instanceof UnreadableOnnxError) || isUnreadable(error.cause)) throw error;
    return { unknown: (error.cause as LinknetError).message };
  }
}

/** A shape that is open is told by a run. */
function outputOf(path: string, { name, dtype, shape }: DeclaredValue): OutputValue {
  // The bindings of runtimes keep outputs in plain objects, in which this name is their prototype.
  if (name === "__proto__") throw new UnnameableOutputError({ path, output: name });
  const isFixed = shape?.every((side) => typeof side === "number" && side > 0) === true;
  return dtype === undefined || !isFixed ? { name } : { name, type: { dtype, shape: shape.map(Number) } };
}
