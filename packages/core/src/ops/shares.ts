/** Ops that make of the elements along some axes as many others, which depend on all of them: softmax and what is like it. */
import { DECOMPOSED } from "../absent.js";
import { axisNumbers } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxForm, type OnnxNode, attributeOf, axisOf, int } from "../onnxForm.js";
import type { Gradients } from "../gradient.js";
import { defineOp } from "../op.js";
import { type Shape, type TensorType, elementCount, sameShape } from "../tensor.js";
import type { TfjsFacet } from "../tfjsForm.js";
import type { Absent } from "../absent.js";
import { elementwiseCost } from "./elementwise.js";
import { type MapRun, mapRuns } from "./runs.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

const attributes = { axes: withDefault(axisNumbers("x"), -1) };
type Attributes = typeof attributes;

interface Shares {
  readonly name: string;
  readonly summary: string;
  /** Of ONNX: over one axis since opset 13, over all from one on before. */
  readonly operator: string;
  readonly map: MapRun;
  /** For each element. */
  readonly operations: number;
  readonly gradient: Gradients<"x", "y", Attributes>;
  readonly tfjs: TfjsFacet<"x", Attributes> | Absent;
}

/** The op of a map of runs. */
export function defineShares({ name, summary, operator, map, operations, gradient, tfjs }: Shares) {
  return defineOp({
    name,
    summary,
    inputs: { x: "T" },
    outputs: { y: "T" },
    types: { T: FLOAT_TYPES },
    attributes,
    axes: "kept",
    category: "activation",
    keepsLargest: (_, { axes }, axis) => (axes.includes(axis) ? "x" : undefined),
    inferTypes: ({ x }, { axes }) => {
      if (axes.length === 0) throw new InvalidNodeError({ problem: "it needs an axis" });
      return { y: x };
    },
    countCost: (_, { y }) => elementwiseCost(operations * elementCount(y)),
    evaluate: ({ x }, { axes }) => ({ y: mapRuns(x, axes, map) }),
    gradient,
    onnx: formsOf(operator),
    tfjs,
  });
}

/** The facet of an op that tfjs has for the last axis. */
export function tfjsShares(op: string): TfjsFacet<"x", Attributes> {
  return { write: ({ axes }, { x }) => (isLast(axes, x.shape) ? { op } : DECOMPOSED) };
}

/** The op over the last axis alone, which each format has, of x with its axes moved there and made one; nothing where it is so already. */
export function overLastAxis(
  x: SymbolicTensor,
  { axes }: Canonical<Attributes>,
  layer: (given: { readonly axes: number }) => (x: SymbolicTensor) => SymbolicTensor,
): { readonly y: SymbolicTensor } | undefined {
  const { shape } = x.type;
  if (isLast(axes, shape)) return undefined;
  const order = [...[...shape.keys()].filter((axis) => !axes.includes(axis)), ...axes];
  const behind = turned(x, order);
  const length = elementCount({ shape: axes.map((axis) => shape[axis]!) });
  const others = behind.type.shape.slice(0, -axes.length);
  const y = inShape(layer({ axes: -1 })(inShape(behind, [...others, length])), behind.type.shape);
  return {
    y: turned(
      y,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  };
}

function turned(x: SymbolicTensor, order: readonly number[]): SymbolicTensor {
  return order.every((axis, place) => axis === place) ? x : transpose({ order })(x);
}

function inShape(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  return sameShape(x.type.shape, shape) ? x : reshape({ shape })(x);
}

function isLast(axes: readonly number[], { length }: Shape): boolean {
  return axes.length === 1 && axes[0] === length - 1;
}

function formsOf(operator: string): readonly OnnxForm<"x", Attributes>[] {
  const axisIn = (node: OnnxNode, { shape }: TensorType, otherwise: number): number =>
    axisOf(attributeOf(node, "axis", "int") ?? otherwise, shape.length, operator);
  return [
    {
      operator,
      from: 13,
      attributes: ["axis"],
      write: ({ axes }) => (axes.length === 1 ? { attributes: { axis: int(axes[0]!) } } : DECOMPOSED),
      read: (node, { x }) => ({ axes: axisIn(node, x, -1) }),
    },
    {
      operator,
      from: 1,
      until: 12,
      attributes: ["axis"],
      write: ({ axes }, { x }) =>
        sameShape(axes, longAxes(x.shape, axes[0]!)) ? { attributes: { axis: int(axes[0]!) } } : DECOMPOSED,
      read: (node, { x }) => ({ axes: longAxes(x.shape, axisIn(node, x, 1)) }),
    },
  ];
}

/** The axes from one on, of which those with one element say nothing, but that there must be one. */
function longAxes(shape: Shape, from: number): readonly number[] {
  const axes = [...shape.keys()].slice(from);
  const long = axes.filter((axis) => shape[axis] !== 1);
  return long.length === 0 ? axes.slice(0, 1) : long;
}
