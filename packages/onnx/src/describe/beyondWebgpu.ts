/** What of a file ONNX Runtime's WebGPU provider takes on and then fails at, or gets wrong, as version 1.30 does. */
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import type { GraphRecord, NodeRecord } from "../decode/records.js";
import { wholeTypes } from "../import/importValue.js";
import { valuesBetween } from "./valuesBetween.js";

/** Every adapter has eight buffers for a shader (https://www.w3.org/TR/webgpu/#limits): one to read, and one for each part. */
const MOST_PARTS = 7;

type Shapes = (name: string | undefined) => readonly number[] | undefined;

/** The names of those nodes, of which the provider's `forceCpuNodeNames` is to have all; the rest runs there, and gives what the processor does. */
export function nodesBeyondWebgpu(bytes: Uint8Array): readonly string[] {
  const { graph } = decodeProto(bytes, DEFAULT_BUDGET);
  if (graph === undefined) return [];
  const shapes = shapesOf(graph, bytes);
  return (graph.node ?? []).filter((node) => isBeyond(node, shapes)).map(({ name }) => name ?? "");
}

function isBeyond(node: NodeRecord, shapes: Shapes): boolean {
  const { opType, output = [] } = node;
  if (opType === "MaxPool") return output.length > 1;
  if (opType === "Split") return output.length > MOST_PARTS;
  const groups = Number(node.attribute?.find(({ name }) => name === "group")?.i ?? 1);
  if (groups === 1) return false;
  const [filters, , ...kernel] = shapes(node.input?.[1]) ?? [];
  const isKnown = filters !== undefined && kernel.length < 3;
  if (opType === "ConvTranspose") return !isKnown;
  return opType === "Conv" && (!isKnown || mixesGroups(filters, groups));
}

/** It takes as many filters at once as divide all of them, and from four filters a group on asks no more whether they are of one. */
function mixesGroups(filters: number, groups: number): boolean {
  const atOnce = [4, 2, 1].find((count) => filters % count === 0)!;
  const ofGroup = filters / groups;
  return ofGroup >= 4 && ofGroup % atOnce !== 0;
}

/** Of weights that the file has or is fed, and of values between nodes as far as it says. */
function shapesOf({ initializer = [], input = [] }: GraphRecord, bytes: Uint8Array): Shapes {
  const types = wholeTypes([...input, ...valuesBetween(bytes, DEFAULT_BUDGET)]);
  const known = new Map(initializer.map(({ name, dims }) => [name, dims?.toNumbers()]));
  return (name = "") => known.get(name) ?? types.get(name)?.shape;
}
