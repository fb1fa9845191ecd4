/**
 * Stores images with their channels last, N x H x W x C, inputs and outputs of the graph included. Every float tensor of four axes is
 * taken to be an image. Nothing is transposed on the way: ops that keep axes get their attributes in the other order, convolutions and
 * pools have twins, and weights are reordered where they stand. An op without a twin keeps its images channels-first, between transposes.
 */
import { type Pair, reorderAttributes } from "../attributes.js";
import { isSingle } from "../dtypes.js";
import { type Node, type Value, inputValues, mapOperands, mapRecord } from "../graph.js";
import type { Op } from "../op.js";
import { averagePoolOp } from "../ops/averagePool.js";
import { averagePoolChannelsLastOp } from "../ops/averagePoolChannelsLast.js";
import { convOp } from "../ops/conv.js";
import { convChannelsLastOp } from "../ops/convChannelsLast.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxPoolChannelsLastOp } from "../ops/maxPoolChannelsLast.js";
import { CHANNELS_FIRST, CHANNELS_LAST, FILTERS_LAST, reorder, reorderShape, reorderType } from "../ops/reorder.js";
import { reshapeOp } from "../ops/reshape.js";
import { spaceToDepthOp } from "../ops/spaceToDepth.js";
import { transposeOp } from "../ops/transpose.js";
import { type Shape, type TensorType, floatTensor, rank4, sameShape } from "../tensor.js";
import { type Rebuild, rebuild } from "./rebuild.js";
import type { Rewrite } from "./rewrite.js";

type Outputs = Record<string, Value>;
/** A node on channels-last images, with its outputs still typed channels-first; nothing where there is none of its kind. */
type Twin = (node: Node, context: Rebuild) => Outputs | undefined;

export const channelsLast: Rewrite = {
  name: "channelsLast",
  summary: "stores images N x H x W x C, inputs and outputs included",
  run: (model) =>
    rebuild(
      model,
      (node, context) => {
        const { axes } = node.op;
        if (axes === "channels-last") throw new Error(`${node.name} has its channels last already`);
        if (axes === "kept" && makesImages(node)) return inOtherOrder(node, context);
        const twin = twins.get(node.op)?.(node, context);
        if (twin !== undefined) return twin;
        return typeof axes === "function" ? ofSomeAxes(node, axes, context) : betweenTransposes(node, context);
      },
      stored,
    ),
};

const twins: ReadonlyMap<Op, Twin> = new Map<Op, Twin>([
  [averagePoolOp, poolAs(averagePoolChannelsLastOp)],
  [convOp, convolve],
  [maxPoolOp, poolAs(maxPoolChannelsLastOp)],
  [depthToSpaceOp, interleave],
  [spaceToDepthOp, stack],
  [transposeOp, turn],
]);

function convolve({ name, inputs, attributes, outputs }: Node, context: Rebuild) {
  const { builder, derive, index } = context;
  const { x, weight, bias } = inputs as { readonly x: Value; readonly weight: Value; readonly bias?: Value };
  const { groups, ...window } = attributes;
  if (groups !== 1 || !index.isParameter(weight) || !isImageType(x.type)) return undefined;
  const type = reorderType(weight.type, FILTERS_LAST);
  const filters = derive(`${weight.name}/channelsLast`, {
    type,
    of: { weight },
    compute: (sources) => reorder(sources.weight, FILTERS_LAST),
  });
  const operands = { x: aligned(x, name, context), weight: filters, ...(bias === undefined ? {} : { bias }) };
  return builder.append({ name, op: convChannelsLastOp, inputs: operands, attributes: window }, namesOf(outputs));
}

/** Without the positions of maxima, which count over images whose channels are not last. */
function poolAs(op: Op): Twin {
  return ({ name, inputs, attributes, outputs: { y, ...others } }, context) => {
    if (Object.values(others).some((other) => context.index.isRead(other)) || !isImageType(y!.type)) return undefined;
    const x = aligned(inputs["x"] as Value, name, context);
    return context.builder.append({ name, op, inputs: { x }, attributes }, { y: y!.name });
  };
}

/** Pixels of N x H x W x (rows x columns x C): a row of the block has its pixels' channels side by side already. */
function interleave({ name, inputs, attributes, outputs }: Node, context: Rebuild) {
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
function stack({ name, inputs, attributes, outputs }: Node, context: Rebuild) {
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
  { builder }: Rebuild,
): Outputs {
  const lines = { name: `${name}/lines`, op: reshapeOp, inputs, attributes: { shape: seen } };
  const swapped = { op: transposeOp, inputs: { x: builder.append(lines)["y"] }, attributes: { order } };
  const x = builder.append({ ...swapped, name: `${name}/swapped` })["y"];
  const shape = stored(outputs["y"]!).shape;
  return builder.append({ name, op: reshapeOp, inputs: { x }, attributes: { shape } }, namesOf(outputs));
}

/** One transpose from the order in which x is stored to that of the result. */
function turn({ name, inputs, attributes, outputs }: Node, { builder }: Rebuild) {
  const x = inputs["x"] as Value;
  const from = storedOrder(x.type);
  const order = storedOrder(outputs["y"]!.type).map((axis) => from.indexOf((attributes["order"] as Shape)[axis]!));
  return builder.append({ name, op: transposeOp, inputs: { x }, attributes: { order } }, namesOf(outputs));
}

/** An op that leaves axes out, such as a sum over some: the others keep their order, which may not be the one in which they are to be stored. */
function ofSomeAxes(node: Node, axesOf: AxesOf, context: Rebuild): Outputs {
  const [first] = inputValues(node);
  const from = storedOrder(first!.type);
  const kept = axesOf(node.attributes, {
    ...first!.type,
    shape: from.map((_, axis) => first!.type.shape[from.indexOf(axis)]!),
  });
  const order = from.flatMap((axis) => (kept.includes(axis) ? [kept.indexOf(axis)] : []));
  const isStored = Object.values(node.outputs).every(({ type }) => sameShape(order, storedOrder(type)));
  if (!isStored) return betweenTransposes(node, context);
  const attributes = reorderAttributes(node.op.attributes, node.attributes, from);
  return context.builder.append({ ...node, attributes }, namesOf(node.outputs));
}

type AxesOf = Extract<Node["op"]["axes"], (...given: never) => unknown>;

/** What makes something else of images, such as a mask of them, has attributes that mean the axes of the original order. */
function makesImages({ outputs }: Node): boolean {
  return Object.values(outputs).every(({ type }) => isImageType(type));
}

function inOtherOrder(node: Node, context: Rebuild): Outputs {
  const attributes = reorderAttributes(node.op.attributes, node.attributes, CHANNELS_LAST);
  const inputs = mapOperands(node.inputs, (value) => aligned(value, node.name, context));
  return context.builder.append({ ...node, inputs, attributes }, namesOf(node.outputs));
}

/** An operand of an op on images. It stretches along the axes that it lacks, and its own ones move too. */
function aligned(value: Value, name: string, { builder, derive, index }: Rebuild): Value {
  const { shape } = value.type;
  const whole = [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];
  if (index.isParameter(value) && isSingle(value.type.dtype)) {
    const moved = withoutLeadingOnes(reorderShape(whole, CHANNELS_LAST), shape.length);
    return derive(`${value.name}/channelsLast`, {
      type: { ...value.type, shape: moved },
      of: { value },
      compute: (sources) => {
        const image = floatTensor(whole, sources.value.data);
        return floatTensor(moved, reorder(image, CHANNELS_LAST).data);
      },
    });
  }
  if (isImageType(value.type)) return value;
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

function betweenTransposes(node: Node, { builder, index }: Rebuild): Outputs {
  let number = 0;
  const inputs = mapOperands(node.inputs, (value) => {
    if (!isImageType(value.type) || index.isParameter(value)) return value;
    number += 1;
    return transposed(`${node.name}/channelsFirst${number}`, value, CHANNELS_FIRST, builder);
  });
  const inner = (output: Value): string => (isImageType(output.type) ? `${output.name}/channelsFirst` : output.name);
  const results = builder.append({ ...node, inputs }, mapRecord(node.outputs, inner));
  const outputs = Object.entries(node.outputs).map(([slot, { name, type }]): [string, Value] => {
    const result = results[slot]!;
    return [slot, isImageType(type) ? transposed(name, result, CHANNELS_LAST, builder) : result];
  });
  return Object.fromEntries(outputs);
}

function transposed(name: string, x: Value, order: readonly number[], builder: Rebuild["builder"]): Value {
  return builder.append({ name, op: transposeOp, inputs: { x }, attributes: { order } })["y"]!;
}

function isImageType({ dtype, shape }: TensorType): boolean {
  return isSingle(dtype) && shape.length === 4;
}

/** Which axis of the channels-first graph each axis of a stored value is. */
function storedOrder(type: TensorType): readonly number[] {
  return isImageType(type) ? CHANNELS_LAST : [...type.shape.keys()];
}

/** The type under which a value of the channels-first graph is stored. */
function stored({ type }: Value): TensorType {
  return reorderType(type, storedOrder(type));
}

function namesOf(outputs: Node["outputs"]): Record<string, string> {
  return mapRecord(outputs, ({ name }) => name);
}
