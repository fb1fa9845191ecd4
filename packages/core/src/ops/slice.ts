/** A box cut out of a tensor: https://onnx.ai/onnx/operators/onnx__Slice.html */
import { perAxis } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf, axisOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Tensor, type TensorType, intTensor, zeros } from "../tensor.js";
import { copyView, cut, viewOf } from "./view.js";
import { putBack } from "./movedGradient.js";

const attributes = {
  start: perAxis(0),
  /** -1 where it runs backwards to the first element. */
  end: perAxis(-1),
  step: { ...perAxis(-Infinity), summary: "an integer other than 0 for each axis, below 0 where it runs backwards" },
};

export const sliceOp = defineOp({
  name: "slice",
  summary: "from `start` up to, or back to, but not including `end` in steps of `step`, along each axis",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes,
  axes: "kept",
  handsOn: ({ x }, { start, end, step }) => {
    const isWhole = x.shape.every((side, axis) => start[axis] === 0 && end[axis] === side && step[axis] === 1);
    return isWhole ? "x" : undefined;
  },
  inferTypes: ({ x }, { start, end, step }) => {
    const fits = [start, end, step].every(({ length }) => length === x.shape.length);
    if (!fits || !x.shape.every((side, axis) => isWithin(side, start[axis]!, end[axis]!, step[axis]!))) {
      const problem = `the box from ${start.join(",")} to ${end.join(",")} is not inside ${x.shape.join("x")}`;
      throw new InvalidNodeError({ problem });
    }
    const shape = x.shape.map((_, axis) => Math.ceil((end[axis]! - start[axis]!) / step[axis]!));
    return { y: { dtype: x.dtype, shape } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { start, step }, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    copyView(cut(viewOf<ElementArray>(x), { start, step, shape }), viewOf<ElementArray>(y));
    return { y };
  },
  gradient: { x: (g, { x, dy }, box) => putBack(g, { x, dy }, box) },
  onnx: [
    {
      operator: "Slice",
      from: 10,
      constants: ["starts", "ends", "axes?", "steps?"],
      attributes: [],
      // Axes that are kept whole are not named, so that the batch may be dynamic.
      write: ({ start, end, step }, { x }) => {
        const axes = x.shape.flatMap((side, axis) =>
          start[axis] === 0 && end[axis] === side && step[axis] === 1 ? [] : [axis],
        );
        const along = (values: readonly number[]) =>
          intTensor(
            [axes.length],
            axes.map((axis) => values[axis]!),
          );
        return {
          constants: {
            starts: along(start),
            ends: along(end.map((each, axis) => (each < 0 ? -1 - x.shape[axis]! : each))),
            axes: intTensor([axes.length], axes),
            steps: along(step),
          },
        };
      },
      read: (node, { x }) => {
        const [starts, ends] = [constantOf(node, "starts") ?? [], constantOf(node, "ends") ?? []];
        return readBox(x, { starts, ends, axes: constantOf(node, "axes"), steps: constantOf(node, "steps") });
      },
    },
    {
      operator: "Slice",
      from: 1,
      until: 9,
      attributes: ["starts", "ends", "axes"],
      read: (node, { x }) => {
        const [starts, ends, axes] = ["starts", "ends", "axes"].map((name) => attributeOf(node, name, "ints"));
        return readBox(x, { starts: starts ?? [], ends: ends ?? [], axes });
      },
    },
  ],
  tfjs: {
    write: ({ start, end, step }, { x }) => {
      const perAxisOf = (values: readonly number[]) => intTensor([x.shape.length], values);
      if (step.some((each) => each !== 1)) {
        const constants = { begin: perAxisOf(start), end: perAxisOf(end), strides: perAxisOf(step) };
        // Of axes with a bit there, the end is behind the last element of the way.
        const end_mask = end.reduce((mask, each, axis) => (each < 0 ? mask + 2 ** axis : mask), 0);
        return { op: "StridedSlice", attributes: { end_mask }, constants };
      }
      const size = end.map((each, axis) => each - start[axis]!);
      return { op: "Slice", constants: { begin: perAxisOf(start), size: perAxisOf(size) } };
    },
  },
});

export const slice = layerOf(sliceOp, "slice({ start: [0, 0, 0, 0], end: [1, 8, 8, 8], step: [1, 1, 1, 1] })(x)");

/** A box as ONNX says it: of some axes, and with positions that may lie outside. */
interface WrittenBox {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes?: readonly number[] | undefined;
  readonly steps?: readonly number[] | undefined;
}

function readBox({ shape }: TensorType, { starts, ends, axes, steps }: WrittenBox) {
  const [start, end, step] = [shape.map(() => 0), [...shape], shape.map(() => 1)];
  for (const [position, first] of starts.entries()) {
    const axis = axisOf(axes?.[position] ?? position, shape.length, "Slice");
    const [side, by, last] = [shape[axis]!, steps?.[position] ?? 1, ends[position]!];
    if (by === 0) throw new UnsupportedFormError({ operator: "Slice", problem: "has a step of 0" });
    if (by < 0 && last >= LARGEST)
      throw new UnsupportedFormError({
        operator: "Slice",
        problem: "runs backwards to an end that readers do not agree about",
      });
    start[axis] = clamped(first, side, by > 0 ? [0, side] : [0, side - 1]);
    end[axis] = clamped(last, side, by > 0 ? [0, side] : [-1, side - 1]);
    step[axis] = by;
    if (side > 0 && (end[axis] - start[axis]) * by > 0) continue;
    // What is empty is so in any direction.
    [start[axis], end[axis], step[axis]] = [0, 0, 1];
  }
  return { start, end, step };
}

/** From here on ends stand for the last element in files, or, where it runs backwards, by some readers for the first. */
const LARGEST = 2 ** 31 - 1;

/** ONNX counts negative positions from the end and clamps what lies outside. */
function clamped(position: number, side: number, [lowest, highest]: readonly [number, number]): number {
  return Math.min(highest, Math.max(lowest, position < 0 ? position + side : position));
}

function isWithin(side: number, start: number, end: number, step: number): boolean {
  return step > 0 ? start <= end && end <= side : step < 0 && end <= start && start < side;
}
