/**
 * Transposes with reshapes between them, which together only move parts of axes: one transpose of x seen with these parts as axes, or none
 * where nothing moves. An axis that a reshape cuts is several from the start, and of an axis of one element nobody asks where it stands.
 */
import { type Node, type Value, isNodeOf } from "../graph.js";
import { reshapeOp } from "../ops/reshape.js";
import { reorderShape } from "../ops/reorder.js";
import { transposeOp } from "../ops/transpose.js";
import { type Shape, elementCount, sameShape } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

/** So many nodes in a row are looked at. */
const LONGEST = 16;

/** Runtimes move tensors of so many axes. */
const MOST_AXES = 6;

interface Part {
  readonly size: number;
}

const join: RewriteRule = {
  apply: (node, edit) => {
    if (!moves(node)) return;
    const chain = chainTo(node, edit);
    for (let first = 0; first < chain.length; first += 1) {
      const some = chain.slice(first);
      const made = movedParts(some);
      if (made === undefined || made.parts.length > MOST_AXES) continue;
      const turns = (nodes: readonly Node[]): number => nodes.filter((each) => isNodeOf(each, transposeOp)).length;
      const isTurn = made.order.some((from, to) => from !== to);
      if (turns(some) <= (isTurn ? 1 : 0)) return;
      replaceBy(made, some, edit);
      return;
    }
  },
};

/** Each is replaced where that leaves fewer transposes. */
export const joinTransposes = rewriteByRules(
  { name: "joinTransposes", summary: "makes one transpose, or none, of several with reshapes between them" },
  [join],
);

function moves(node: Node): boolean {
  return isNodeOf(node, transposeOp) || isNodeOf(node, reshapeOp);
}

function outputOf({ outputs }: Node): Value {
  return outputs["y"]!;
}

/** The nodes that end in `last`, each read by the next alone. */
function chainTo(last: Node, edit: Edit): readonly Node[] {
  const chain = [last];
  while (chain.length < LONGEST) {
    const x = chain[0]!.inputs["x"] as Value;
    const before = edit.producerOf(x);
    if (before === undefined || !moves(before) || !edit.isReadOnce(x)) break;
    chain.unshift(before);
  }
  return chain;
}

interface MovedParts {
  /** Of the chain's operand, seen with its parts as axes. */
  readonly parts: Shape;
  readonly order: readonly number[];
}

/** What a chain does to the parts of its operand's axes; nothing where a reshape does not keep parts together. */
function movedParts(chain: readonly Node[]): MovedParts | undefined {
  let source: readonly Part[] = (chain[0]!.inputs["x"] as Value).type.shape.flatMap(partOf);
  let current = source;
  for (const node of chain) {
    const { shape } = (node.inputs["x"] as Value).type;
    const cut = cutInto(current, shape);
    if (cut === undefined) return undefined;
    source = source.flatMap((part) => cut.pieces.get(part) ?? [part]);
    current = isNodeOf(node, transposeOp) ? node.attributes.order.flatMap((axis) => cut.axes[axis]!) : cut.axes.flat();
  }
  const last = cutInto(current, outputOf(chain.at(-1)!).type.shape);
  if (last === undefined) return undefined;
  source = source.flatMap((part) => last.pieces.get(part) ?? [part]);
  return inOnePiece({
    parts: source.map(({ size }) => size),
    order: last.axes.flat().map((part) => source.indexOf(part)),
  });
}

/** Parts that stay side by side are one. */
function inOnePiece({ parts, order }: MovedParts): MovedParts {
  const starts = order.filter((from, to) => to === 0 || order[to - 1] !== from - 1).toSorted((a, b) => a - b);
  const sizeFrom = (start: number, index: number): number =>
    elementCount({ shape: parts.slice(start, starts[index + 1] ?? parts.length) });
  return {
    parts: starts.map(sizeFrom),
    order: order.flatMap((from) => (starts.includes(from) ? [starts.indexOf(from)] : [])),
  };
}

/** An axis of one element is no part of anything. */
function partOf(size: number): readonly Part[] {
  return size === 1 ? [] : [{ size }];
}

/** The parts of each axis of a shape, in order; those that lie across two axes are cut into pieces, where both are whole. */
function cutInto(parts: readonly Part[], shape: Shape) {
  const pieces = new Map<Part, readonly Part[]>();
  const axes: Part[][] = [];
  const left = [...parts];
  for (const side of shape) {
    const own: Part[] = [];
    for (let open = side; open > 1; ) {
      const part = left.shift();
      if (part === undefined) return undefined;
      if (open % part.size === 0) {
        own.push(part);
        open /= part.size;
        continue;
      }
      if (part.size % open !== 0) return undefined;
      const [inner, outer] = [{ size: open }, { size: part.size / open }];
      replacePiece(pieces, part, [inner, outer]);
      own.push(inner);
      left.unshift(outer);
      open = 1;
    }
    axes.push(own);
  }
  return left.length === 0 ? { axes, pieces } : undefined;
}

/** A piece may be cut again. */
function replacePiece(pieces: Map<Part, readonly Part[]>, part: Part, into: readonly Part[]): void {
  for (const [whole, all] of pieces) {
    const at = all.indexOf(part);
    if (at < 0) continue;
    pieces.set(whole, all.toSpliced(at, 1, ...into));
    return;
  }
  pieces.set(part, into);
}

function replaceBy({ parts, order }: MovedParts, chain: readonly Node[], edit: Edit): void {
  const last = chain.at(-1)!;
  const { name } = last;
  const { shape } = outputOf(last).type;
  let x = chain[0]!.inputs["x"] as Value;
  if (order.some((from, to) => from !== to)) {
    if (!sameShape(x.type.shape, parts)) {
      x = edit.append({ name: `${name}/parts`, op: reshapeOp, inputs: { x }, attributes: { shape: parts } })["y"]!;
    }
    const turn = { op: transposeOp, inputs: { x }, attributes: { order } };
    if (sameShape(reorderShape(parts, order), shape)) {
      edit.replace(last, { ...turn, name });
      return;
    }
    x = edit.append({ ...turn, name: `${name}/moved` })["y"]!;
  }
  edit.replace(last, { name, op: reshapeOp, inputs: { x }, attributes: { shape } });
}
