/**
 * Writes a transposed convolution as an ordinary one and an interleave. With stride s, output pixel o = s j + r takes the input pixels
 * i with s i + d k - p = o for some tap k of the kernel, so that the pixels of phase r are a convolution of the input with the taps for
 * which d k - p - r is a multiple of s; tap k then lies (d k - p - r) / s input pixels before pixel j. All phases are the output channels
 * of one convolution, whose kernel is as long as those offsets differ, with zeros where a phase has no tap. `depthToSpace` interleaves
 * them, and what the last phases have too much is cut off.
 */
import type { Pair } from "../spatialAttributes.js";
import type { NodeOf, Value } from "../graph.js";
import { convOp } from "../ops/conv.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { sliceOp } from "../ops/slice.js";
import { type FloatTensor, elementCount, floatTensor, rank4 } from "../tensor.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

/** The most phases times taps of a kernel: each pair is looked at. */
const MOST_TAPS = 2 ** 20;

type Convolution = NodeOf<typeof convTransposeOp>;

/** The node as an ordinary convolution and an interleave, where it can be written so. */
export function convolvePhases(node: Convolution, edit: Edit): void {
  const { name, inputs, attributes, outputs } = node;
  if (inputs.x.type.shape.length !== 4) return;
  const isKnown = edit.isParameter(inputs.weight) && (inputs.bias === undefined || edit.isParameter(inputs.bias));
  if (attributes.groups !== 1 || !isKnown || tapsOf(node) > MOST_TAPS) return;
  const block = attributes.stride as Pair;
  const [batch, filters, height, width] = rank4(outputs.y.type);
  const [rows, columns] = [phasesAlong(node, 0), phasesAlong(node, 1)];

  const convolution = {
    name: `${name}/phases`,
    op: convOp,
    inputs: { x: inputs.x, weight: phaseWeight(node, [rows, columns], edit), bias: phaseBias(node, edit) },
    attributes: { padding: { begin: [rows.before, columns.before], end: [rows.after, columns.after] } },
  };
  if (block[0] === 1 && block[1] === 1) return edit.replace(node, { ...convolution, name });
  const x = edit.append(convolution)["y"];

  const interleave = { name, op: depthToSpaceOp, inputs: { x }, attributes: { block } };
  if (rows.count * block[0] === height && columns.count * block[1] === width) return edit.replace(node, interleave);
  const whole = edit.append({ ...interleave, name: `${name}/interleave` })["y"];
  const box = { start: [0, 0, 0, 0], end: [batch, filters, height, width], step: [1, 1, 1, 1] };
  edit.replace(node, { name, op: sliceOp, inputs: { x: whole }, attributes: box });
}

/** Whether every tap of that convolution's kernel is one of the node's, so that no product is with a zero that was put in. */
export function hasEvenPhases(node: Convolution): boolean {
  const { inputs, attributes } = node;
  if (inputs.x.type.shape.length !== 4 || tapsOf(node) > MOST_TAPS || attributes.stride.every((side) => side === 1))
    return false;
  return ([0, 1] as const).every((axis) => {
    const { taps } = phasesAlong(node, axis);
    return taps.flat().every((tap) => tap !== undefined);
  });
}

/** A transposed convolution stays whose weight is computed by the graph, which has groups, whose stride no image has, or which is of no images. */
export const convTransposeByPhases = rewriteByRules(
  { name: "convTransposeByPhases", summary: "writes a transposed convolution as an ordinary one and an interleave" },
  [rule(convTransposeOp, convolvePhases)],
);

function tapsOf({ inputs, attributes }: Convolution): number {
  return elementCount({ shape: attributes.stride }) * elementCount({ shape: inputs.weight.type.shape.slice(2) });
}

/** The phases along one side of the image. */
interface Phases {
  readonly stride: number;
  /** Pixels of each phase. */
  readonly count: number;
  /** Length of the kernel that covers the taps of all phases. */
  readonly kernel: number;
  /** Zeros that it needs before the first input pixel and after the last. */
  readonly before: number;
  readonly after: number;
  /** For each phase the tap at each place of that kernel, `undefined` where there is none. */
  readonly taps: readonly (readonly (number | undefined)[])[];
}

function phasesAlong({ inputs, attributes, outputs }: Convolution, axis: 0 | 1): Phases {
  const stride = attributes.stride[axis]!;
  const dilation = attributes.dilation[axis]!;
  const cropped = attributes.padding.begin[axis]!;
  const taps = rank4(inputs.weight.type)[2 + axis]!;
  const length = rank4(inputs.x.type)[2 + axis]!;
  const count = Math.ceil(rank4(outputs.y.type)[2 + axis]! / stride);

  /** For each phase, how far before its pixel each tap reads. */
  const offsets = Array.from({ length: stride }, (_, phase) => {
    const all = Array.from({ length: taps }, (__, tap) => [(dilation * tap - cropped - phase) / stride, tap] as const);
    return new Map(all.filter(([offset]) => Number.isInteger(offset)));
  });
  const reached = offsets.flatMap((each) => [...each.keys()]);
  // The kernel reaches over at least so much that no padding is negative.
  const [nearest, farthest] = [Math.min(count - length, ...reached), Math.max(0, ...reached)];
  const kernel = farthest - nearest + 1;
  return {
    stride,
    count,
    kernel,
    before: farthest,
    after: count - nearest - length,
    taps: offsets.map((each) => Array.from({ length: kernel }, (_, place) => each.get(farthest - place))),
  };
}

/** Row phase, column phase and filter, in this order, on the axis of filters. */
function phaseWeight(
  { inputs: { weight } }: Convolution,
  [rows, columns]: readonly [Phases, Phases],
  edit: Edit,
): Value {
  const [channels, filters, , width] = rank4(weight.type);
  const shape = [rows.stride * columns.stride * filters, channels, rows.kernel, columns.kernel];
  const tapOf = (row: number | undefined, column: number | undefined): number =>
    row === undefined || column === undefined ? NO_TAP : row * width + column;
  const phases = rows.taps.flatMap((vertical) =>
    columns.taps.map((horizontal) => vertical.flatMap((row) => horizontal.map((column) => tapOf(row, column)))),
  );
  return edit.derive(`${weight.name}/phases`, {
    type: { ...weight.type, shape },
    of: { weight },
    compute: (sources) => gatherTaps(sources.weight, phases, shape),
  });
}

const NO_TAP = -1;

/** The weights at the taps of each phase, zero where it has none. */
function gatherTaps(
  weight: FloatTensor,
  phases: readonly (readonly number[])[],
  shape: readonly number[],
): FloatTensor {
  const [channels, filters, height, width] = rank4(weight);
  const gathered = floatTensor(shape);
  let next = 0;
  for (const taps of phases) {
    for (let filter = 0; filter < filters; filter += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const kernel = (channel * filters + filter) * height * width;
        for (const tap of taps) gathered.data[next++] = tap === NO_TAP ? 0 : weight.data[kernel + tap]!;
      }
    }
  }
  return gathered;
}

/** The bias of each filter, once for every phase. */
function phaseBias({ inputs: { bias }, attributes: { stride } }: Convolution, edit: Edit): Value | undefined {
  if (bias === undefined) return undefined;
  const [filters = 0] = bias.type.shape;
  const shape = [elementCount({ shape: stride }) * filters];
  return edit.derive(`${bias.name}/phases`, {
    type: { ...bias.type, shape },
    of: { bias },
    compute: ({ bias: { data } }) =>
      floatTensor(
        shape,
        Array.from({ length: shape[0]! }, (_, index) => data[index % filters]!),
      ),
  });
}
