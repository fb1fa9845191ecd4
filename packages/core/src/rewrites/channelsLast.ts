/**
 * Stores images with their channels last, N x H x W x C, inputs and outputs of the graph included; `imageValues` says which tensors these
 * are. Nothing is transposed on the way: ops that keep axes get their attributes in the other order, convolutions and pools have twins, and
 * weights are reordered where they stand. An op without a twin keeps its images channels-first, between transposes.
 */
import { reorderAttributes } from "../attributes.js";
import type { Pair } from "../spatialAttributes.js";
import { isSingle } from "../dtypes.js";
import { type Node, type Value, inputValues, mapOperands, mapRecord } from "../graph.js";
import type { Op } from "../op.js";
import { averagePoolOp } from "../ops/averagePool.js";
import { averagePoolChannelsLastOp } from "../ops/averagePoolChannelsLast.js";
import { convOp } from "../ops/conv.js";
import { convChannelsLastOp } from "../ops/convChannelsLast.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { depthwiseConvChannelsLastOp } from "../ops/depthwiseConvChannelsLast.js";
import { identityOp } from "../ops/identity.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxPoolChannelsLastOp } from "../ops/maxPoolChannelsLast.js";
import {
  CHANNELS_FIRST,
  CHANNELS_LAST,
  DEPTHWISE_LAST,
  FILTERS_LAST,
  reorder,
  reorderShape,
  reorderType,
} from "../ops/reorder.js";
import { reshapeOp } from "../ops/reshape.js";
import { spaceToDepthOp } from "../ops/spaceToDepth.js";
import { transposeOp } from "../ops/transpose.js";
import { type Shape, type TensorType, floatTensor, rank4, sameShape } from "../tensor.js";
import { imageValues, isOfFourAxes } from "./imageValues.js";
import { type Rebuild, rebuild } from "./rebuild.js";
import type { Rewrite } from "./rewrite.js";

type Outputs = Record<string, Value>;
/** A node on channels-last images, with its outputs still typed channels-first; nothing where there is none of its kind. */
type Twin = (node: Node, context: Context) => Outputs | undefined;

interface Context extends Rebuild {
  /** Names of images in the old graph. */
  readonly images: ReadonlySet<string>;
}

export const channelsLast: Rewrite = {
  name: "channelsLast",
  summary: "stores images N x H x W x C, inputs and outputs included",
  run: (model) => {
    const images = imageValues(model.graph, (op) => op !== transposeOp && twins.has(op));
    return rebuild(
      model,
      (node, given) => lastOf(node, { ...given, images }),
      (value) => stored(value, images),
    );
  },
};

function lastOf(node: Node, context: Context): Outputs {
  const { axes } = node.op;
  if (axes === "channels-last") throw new Error(`${node.name} has its channels last already`);
  if (axes === "kept" && makesImages(node, context)) return inOtherOrder(node, context);
  const twin = twins.get(node.op)?.(node, context);
  if (twin !== undefined) return twin;
  return typeof axes === "function" ? ofSomeAxes(node, axes, context) : betweenTransposes(node, context);
}

const twins: ReadonlyMap<Op, Twin> = new Map<Op, Twin>([
  [averagePoolOp, poolAs(averagePoolChannelsLastOp)],
  [convOp, convolve],
  [maxPoolOp, poolAs(maxPoolChannelsLastOp)],
  [depthToSpaceOp, interleave],
  [spaceToDepthOp, stack],
  [transposeOp, turn],
]);

function convolve({ name, inputs, attributes, outputs }: Node, context: Context) {
  const { builder, index } = context;
  const { x, weight, bias } = inputs as { readonly x: Value; readonly weight: Value; readonly bias?: Value };
  const { groups, ...window } = attributes;
  if (!index.isParameter(weight) || !isStoredLast(x, context)) return undefined;
  const isDepthwise = groups !== 1 && groups === x.type.shape.at(-1);
  if (groups !== 1 && !isDepthwise) return undefined;
  const filters = isDepthwise ? depthwiseFilters(weight, context, groups as number) : filtersLast(weight, context);
  const operands = { x: aligned(x, name, context), weight: filters, ...(bias === undefined ? {} : { bias }) };
  const op = isDepthwise ? depthwiseConvChannelsLastOp : convChannelsLastOp;
  return builder.append({ name, op, inputs: operands, attributes: window }, namesOf(outputs, context.images));
}

function filtersLast(weight: Value, { derive }: Context): Value {
  return derive(`${weight.name}/channelsLast`, {
    type: reorderType(weight.type, FILTERS_LAST),
    of: { weight },
    compute: (sources) => reorder(sources.weight, FILTERS_LAST),
  });
}

/** Filters of a channel stand side by side. */
function depthwiseFilters(weight: Value, { derive }: Context, channels: number): Value {
  const [filters = 0, , ...kernel] = weight.type.shape;
  const shape = [channels, filters / channels, ...kernel];
  return derive(`${weight.name}/channelsLast`, {
    type: reorderType({ ...weight.type, shape }, DEPTHWISE_LAST),
    of: { weight },
    compute: (sources) => reorder(floatTensor(shape, sources.weight.data), DEPTHWISE_LAST),
  });
}

/** Without the positions of maxima, which count over images whose channels are not last. */
function poolAs(op: Op): Twin {
  return ({ name, inputs, attributes, outputs: { y, ...others } }, context) => {
    if (Object.values(others).some((other) => context.index.isRead(other)) || !context.images.has(y!.name))
      return undefined;
    const x = aligned(inputs["x"] as Value, name, context);
    return context.builder.append({ name, op, inputs: { x }, attributes }, { y: y!.name });
  };
}

/** Pixels of N x H x W x (rows x columns x C): a row of the block has its pixels' channels side by side already. */
function interleave({ name, inputs, attributes, outputs }: Node, context: Context) {
  const [rows, columns] = attributes["block"] as Pair;
  const [batch, channels, height, width] = rank4(outputs["y"]!.type);
  const [lines, inLine] = [(batch * height) / rows, width / columns];
  const x = aligned(inputs["x"] as Value, name, context);
  const node = { name, inputs: { x }, outputs };
  if (attributes["order"] === "CRD") {
    return moveAxes(node, { seen: [lines, inLine, channels, rows, columns], order: [0, 3, 1, 4, 2] }, context);
  }
  return moveAxes(node, { seen: [lines, inLine, rows, columns * channels], order: [0, 2, 1, 3] }, context);
}

/** Undoes `interleave`: cuts lines of N x H into `rows` of the block, and these into their columns. */
function stack({ name, inputs, attributes, outputs }: Node, context: Context) {
  const [rows, columns] = attributes["block"] as Pair;
  const x = aligned(inputs["x"] as Value, name, context);
  const [batch, height, width, channels] = rank4(x.type);
  const seen = [(batch * height) / rows, rows, width / columns, columns * channels];
  return moveAxes({ name, inputs: { x }, outputs }, { seen, order: [0, 2, 1, 3] }, context);
}

/** Moves the axes of x seen in another shape; the result takes the type of the node's output. */
function moveAxes(
  { name, inputs, outputs }: Pick<Node, "name" | "inputs" | "outputs">,
  { seen, order }: { readonly seen: Shape; readonly order: readonly number[] },
  { builder, images }: Context,
): Outputs {
  const lines = { name: `${name}/lines`, op: reshapeOp, inputs, attributes: { shape: seen } };
  const swapped = { op: transposeOp, inputs: { x: builder.append(lines)["y"] }, attributes: { order } };
  const x = builder.append({ ...swapped, name: `${name}/swapped` })["y"];
  const shape = stored(outputs["y"]!, images).shape;
  return builder.append({ name, op: reshapeOp, inputs: { x }, attributes: { shape } }, namesOf(outputs, images));
}

/** One transpose from the order in which x is stored to that of the result; an identity where these are one. */
function turn({ name, inputs, attributes, outputs }: Node, context: Context) {
  const { builder, images } = context;
  const x = inputs["x"] as Value;
  const from = orderOf(x, context);
  const order = storedOrder(outputs["y"]!, images).map((axis) => from.indexOf((attributes["order"] as Shape)[axis]!));
  const isSame = order.every((axis, at) => axis === at);
  const turned = isSame ? { op: identityOp, attributes: {} } : { op: transposeOp, attributes: { order } };
  return builder.append({ name, inputs: { x }, ...turned }, namesOf(outputs, images));
}

/** An op that leaves axes out, such as a sum over some: the others keep their order, which may not be the one in which they are to be stored. */
function ofSomeAxes(node: Node, axesOf: AxesOf, context: Context): Outputs {
  const [first] = inputValues(node);
  const from = orderOf(first!, context);
  const kept = axesOf(node.attributes, {
    ...first!.type,
    shape: from.map((_, axis) => first!.type.shape[from.indexOf(axis)]!),
  });
  const order = from.flatMap((axis) => (kept.includes(axis) ? [kept.indexOf(axis)] : []));
  const isStored = Object.values(node.outputs).every((output) => sameShape(order, storedOrder(output, context.images)));
  if (!isStored) return betweenTransposes(node, context);
  const attributes = reorderAttributes(node.op.attributes, node.attributes, from);
  return context.builder.append({ ...node, attributes }, namesOf(node.outputs, context.images));
}

type AxesOf = Extract<Node["op"]["axes"], (...given: never) => unknown>;

/** What makes something else of images, such as a mask of them, has attributes that mean the axes of the original order. */
function makesImages({ outputs }: Node, { images }: Context): boolean {
  return Object.values(outputs).every(({ name }) => images.has(name));
}

function inOtherOrder(node: Node, context: Context): Outputs {
  const attributes = reorderAttributes(node.op.attributes, node.attributes, CHANNELS_LAST);
  const inputs = mapOperands(node.inputs, (value) => aligned(value, node.name, context));
  return context.builder.append({ ...node, inputs, attributes }, namesOf(node.outputs, context.images));
}

/** An operand of an op on images. It stretches along the axes that it lacks, and its own ones move too. */
function aligned(value: Value, name: string, context: Context): Value {
  const { builder, derive, index } = context;
  const { shape } = value.type;
  const whole = [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];
  if (index.isParameter(value) && isSingle(value.type.dtype)) {
    const reordered = reorderShape(whole, CHANNELS_LAST);
    const moved = shape.length === 4 ? reordered : withoutLeadingOnes(reordered, shape.length);
    return derive(`${value.name}/channelsLast`, {
      type: { ...value.type, shape: moved },
      of: { value },
      compute: (sources) => {
        const image = floatTensor(whole, sources.value.data);
        return floatTensor(moved, reorder(image, CHANNELS_LAST).data);
      },
    });
  }
  if (isStoredLast(value, context)) return value;
  // What is no float keeps its channels first, such as a mask of images.
  const reshaped = {
    name: builder.freeName(`${name}/image`),
    op: reshapeOp,
    inputs: { x: value },
    attributes: { shape: whole },
  };
  const image = shape.length === 4 ? value : builder.append(reshaped)["y"]!;
  return transposed(builder.freeName(`${name}/channelsLast`), image, CHANNELS_LAST, builder);
}

/** A slope a channel, C x 1 x 1, is then C alone. */
function withoutLeadingOnes(shape: Shape, rank: number): Shape {
  const first = shape.findIndex((side) => side !== 1);
  return shape.slice(first === -1 ? shape.length - Math.min(rank, 1) : first);
}

function betweenTransposes(node: Node, context: Context): Outputs {
  const { builder, images } = context;
  let number = 0;
  const inputs = mapOperands(node.inputs, (value) => {
    if (!isStoredLast(value, context)) return value;
    number += 1;
    return transposed(`${node.name}/channelsFirst${number}`, value, CHANNELS_FIRST, builder);
  });
  const names = mapRecord(node.outputs, (output) =>
    images.has(output.name) ? `${output.name}/channelsFirst` : nameOf(output, images),
  );
  const results = builder.append({ ...node, inputs }, names);
  const outputs = Object.entries(node.outputs).map(([slot, { name }]): [string, Value] => {
    const result = results[slot]!;
    return [slot, images.has(name) ? transposed(name, result, CHANNELS_LAST, builder) : result];
  });
  return Object.fromEntries(outputs);
}

function transposed(name: string, x: Value, order: readonly number[], builder: Rebuild["builder"]): Value {
  return builder.append({ name, op: transposeOp, inputs: { x }, attributes: { order } })["y"]!;
}

function isStoredLast(value: Value, { images, index, originalOf }: Context): boolean {
  return !index.isParameter(value) && images.has(originalOf(value).name);
}

/** Which axis of the channels-first graph each axis of an operand is. */
function orderOf(value: Value, context: Context): readonly number[] {
  return isStoredLast(value, context) ? CHANNELS_LAST : [...value.type.shape.keys()];
}

/** The same of a value of that graph, as it will be stored. */
function storedOrder({ name, type }: Value, images: ReadonlySet<string>): readonly number[] {
  return images.has(name) ? CHANNELS_LAST : [...type.shape.keys()];
}

/** The type under which a value of the channels-first graph is stored. */
function stored(value: Value, images: ReadonlySet<string>): TensorType {
  return reorderType(value.type, storedOrder(value, images));
}

function namesOf(outputs: Node["outputs"], images: ReadonlySet<string>): Record<string, string> {
  return mapRecord(outputs, (output) => nameOf(output, images));
}

/** Who takes every tensor of four axes for an image must not find one under its name that is none. */
function nameOf({ name, type }: Value, images: ReadonlySet<string>): string {
  return isOfFourAxes(type) && !images.has(name) ? `${name}/asItIs` : name;
}
