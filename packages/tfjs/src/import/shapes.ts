/** What moves values about, or says how many there are. */
import * as core from "@linknet-kit/core";
import type { SymbolicTensor } from "@linknet-kit/core";
import type { TfjsReading, TfjsReadings } from "./reading.js";
import type { TfjsNode } from "./tfjsNode.js";

function reshaped(node: TfjsNode, shape: readonly number[]): SymbolicTensor {
  return node.give(core.reshapeOp, { x: node.at(0) }, { shape });
}

/** One -1 is whatever is left. */
const reshape: TfjsReading = (node) => {
  const [wanted, count] = [node.numbers(1), core.elementCount(node.at(0).type)];
  const given = wanted.filter((side) => side >= 0).reduce((product, side) => product * side, 1);
  return reshaped(
    node,
    wanted.map((side) => (side === -1 ? count / given : side)),
  );
};

const expandDims: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const [axis = 0] = node.axes(node.numbers(1), shape.length + 1);
  return reshaped(node, shape.toSpliced(axis, 0, 1));
};

const squeeze: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const given = [...node.integers("squeeze_dims"), ...node.integers("axis")];
  const axes = node.axes(given, shape.length);
  return reshaped(
    node,
    shape.filter((side, axis) => (axes.length === 0 ? side !== 1 : !axes.includes(axis))),
  );
};

function concat(axisAt: "first" | "last"): TfjsReading {
  return (node) => {
    const position = axisAt === "first" ? 0 : node.inputs.length - 1;
    const xs = node.inputs.filter((_, index) => index !== position);
    const [axis] = node.axes(node.numbers(position), xs[0]?.type.shape.length ?? 0);
    return node.give(core.concatOp, { xs }, { axis });
  };
}

const pack: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const [axis = 0] = node.axes([node.number("axis", 0)], shape.length + 1);
  const xs = node.inputs.map((x) => core.reshape({ shape: shape.toSpliced(axis, 0, 1) })(x));
  return node.give(core.concatOp, { xs }, { axis });
};

function pad(mode: (node: TfjsNode) => Readonly<Record<string, unknown>>): TfjsReading {
  return (node) => {
    const both = node.numbers(1);
    const [before, after] = [0, 1].map((end) => both.filter((_, index) => index % 2 === end));
    return node.give(core.padOp, { x: node.at(0) }, { before, after, ...mode(node) });
  };
}

const mirrored = (node: TfjsNode): Readonly<Record<string, unknown>> =>
  node.text("mode", "REFLECT") === "REFLECT" ? { mode: "reflect" } : node.fail("mirrors the edge itself");

/** So many from where it begins; -1 for all that follow. */
const slice: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const [start, lengths] = [node.numbers(1), node.numbers(2)];
  const end = start.map((from, axis) => (lengths[axis] === -1 ? shape[axis]! : from + lengths[axis]!));
  return node.give(core.sliceOp, { x: node.at(0) }, { start, end, step: shape.map(() => 1) });
};

/** Bits of the masks stand for axes. https://www.tensorflow.org/api_docs/python/tf/strided_slice */
const stridedSlice: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const [begins, ends, strides] = [1, 2, 3].map((index) => node.numbers(index));
  const isSet = (mask: string, axis: number): boolean => (node.number(mask, 0) & (1 << axis)) !== 0;
  if (node.number("ellipsis_mask", 0) !== 0 || node.number("new_axis_mask", 0) !== 0)
    node.fail("adds axes, or leaves some out");
  const boxes = shape.map((side, axis) => {
    const step = strides![axis] ?? 1;
    const within = (place: number, lowest: number, highest: number) =>
      Math.min(highest, Math.max(lowest, place < 0 ? place + side : place));
    const [lowest, highest] = step > 0 ? [0, side] : [-1, side - 1];
    const first = step > 0 ? 0 : side - 1;
    const start = axis >= begins!.length || isSet("begin_mask", axis) ? first : within(begins![axis]!, lowest, highest);
    if (isSet("shrink_axis_mask", axis)) return { start, end: start + 1, step: 1 };
    const past = step > 0 ? side : -1;
    const end = axis >= ends!.length || isSet("end_mask", axis) ? past : within(ends![axis]!, lowest, highest);
    return { start, end, step };
  });
  const box = {
    start: boxes.map(({ start }) => start),
    end: boxes.map(({ end }) => end),
    step: boxes.map(({ step }) => step),
  };
  const isShrunk = shape.map((_, axis) => isSet("shrink_axis_mask", axis));
  if (!isShrunk.includes(true)) return node.give(core.sliceOp, { x: node.at(0) }, box);
  const cut = core.slice(box)(node.at(0));
  return node.give(core.reshapeOp, { x: cut }, { shape: cut.type.shape.filter((_, axis) => !isShrunk[axis]) });
};

const split: TfjsReading = (node) => {
  const [x, count] = [node.at(1), node.number("num_split", 1)];
  const [axis = 0] = node.axes(node.numbers(0), x.type.shape.length);
  return core.partsAlong(
    x,
    axis,
    Array.from({ length: count }, () => x.type.shape[axis]! / count),
  );
};

const splitByLengths: TfjsReading = (node) => {
  const [x, lengths] = [node.at(0), node.numbers(1)];
  const [axis = 0] = node.axes(node.numbers(2), x.type.shape.length);
  const rest = x.type.shape[axis]! - lengths.filter((each) => each >= 0).reduce((sum, each) => sum + each, 0);
  return core.partsAlong(
    x,
    axis,
    lengths.map((each) => (each < 0 ? rest : each)),
  );
};

const unpack: TfjsReading = (node) => {
  const { shape } = node.at(0).type;
  const [axis = 0] = node.axes([node.number("axis", 0)], shape.length);
  return core
    .partsAlong(
      node.at(0),
      axis,
      Array.from({ length: shape[axis]! }, () => 1),
    )
    .map((part) => core.reshape({ shape: shape.toSpliced(axis, 1) })(part));
};

const gather: TfjsReading = (node) => {
  if (node.number("batch_dims", 0) !== 0) node.fail("gathers within batches");
  const [axis] = node.axes(node.inputs.length > 2 ? node.numbers(2) : [0], node.at(0).type.shape.length);
  return node.give(core.gatherOp, { x: node.at(0), indices: node.at(1) }, { axis });
};

export const shapes: TfjsReadings = {
  BroadcastTo: (node) => node.give(core.expandOp, { x: node.at(0) }, { shape: node.numbers(1) }),
  Concat: concat("first"),
  ConcatV2: concat("last"),
  ExpandDims: expandDims,
  Gather: gather,
  GatherNd: (node) => node.give(core.gatherNDOp, { x: node.at(0), indices: node.at(1) }),
  GatherV2: gather,
  MirrorPad: pad(mirrored),
  Pack: pack,
  Pad: pad(() => ({ value: 0 })),
  PadV2: pad((node) => ({ value: node.numbers(2)[0] })),
  Reshape: reshape,
  Shape: (node) => {
    const { shape } = node.at(0).type;
    return node.builder.constant(node.called, core.intTensor([shape.length], shape));
  },
  Slice: slice,
  Split: split,
  SplitV: splitByLengths,
  Squeeze: squeeze,
  StridedSlice: stridedSlice,
  TensorScatterUpdate: (node) =>
    node.give(core.scatterNDOp, { x: node.at(0), indices: node.at(1), updates: node.at(2) }),
  Tile: (node) => node.give(core.tileOp, { x: node.at(0) }, { repeats: node.numbers(1) }),
  Transpose: (node) => node.give(core.transposeOp, { x: node.at(0) }, { order: node.numbers(1) }),
  Unpack: unpack,
};
