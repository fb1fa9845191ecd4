/** Rewrites that find an op in the several that others wrote for it, as opsets without its operator have to. */
import { isSingle } from "../dtypes.js";
import type { Node, Value } from "../graph.js";
import type { NodeSpec } from "../checkedNode.js";
import type { Op } from "../op.js";
import { mulOp } from "../ops/mul.js";
import { divOp } from "../ops/div.js";
import { sameType } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type Found, type Pattern, call, either, find, number, oneOf } from "./patterns.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteByRules } from "./rules.js";
import { isNear, singleNumbers } from "./singleNumbers.js";

/** Whether what a model is for has a node: attributes are in their canonical form. */
export type CanWrite = (node: Pick<Node, "op" | "inputs" | "attributes">) => boolean;

/** An expression of one value x, and what takes its place. */
export interface Recognition {
  /** What computes the last step of the expression. */
  readonly ends: readonly Op[];
  readonly pattern: Pattern;
  /** Whether its numbers are those of the op; `is` compares, as near as the type of x has them. */
  readonly holds: (numbers: Found["numbers"], is: (letter: string, wanted: number) => boolean) => boolean;
  /** The node, or the nodes the last of which it is; nothing where what the model is for lacks one. */
  readonly build: (
    x: Value,
    found: Found,
    context: { readonly edit: Edit; readonly node: Node },
  ) => NodeSpec | undefined;
}

/** Results must be of x's type, and of one that all readers of such operators know. */
export function recognise(named: Omit<Rewrite, "run">, recognitions: readonly Recognition[]): Rewrite {
  return {
    ...named,
    run: (model) => {
      const numberOf = singleNumbers(model);
      const rules = recognitions.flatMap((each) =>
        each.ends.map((op) => ({ op, apply: (node: Node, edit: Edit) => apply(each, node, { edit, numberOf }) })),
      );
      return rewriteByRules(named, rules).run(model);
    },
  };
}

function apply(
  { pattern, holds, build }: Recognition,
  node: Node,
  looking: { readonly edit: Edit; readonly numberOf: (value: Value) => number | undefined },
): void {
  const y = Object.values(node.outputs)[0]!;
  if (!isSingle(y.type.dtype)) return;
  const meant: Pattern = (value, before, context) =>
    pattern(value, before, context).filter(({ values: { x }, numbers }) => {
      return sameType(x!.type, y.type) && holds(numbers, (letter, wanted) => isNear(numbers[letter], wanted, y));
    });
  const found = find(y, meant, looking);
  const by = found && build(found.values["x"]!, found, { edit: looking.edit, node });
  if (by !== undefined) looking.edit.replace(node, by);
}

/** A value times a number, or divided by one: what it is multiplied by is called `letter`. */
export function scaled(pattern: Pattern, letter: string): Pattern {
  const divided: Pattern = (value, found, looking) =>
    call(divOp, { b: number(letter, (divisor) => divisor !== 0), a: pattern })(value, found, looking).map((way) => ({
      ...way,
      numbers: { ...way.numbers, [letter]: 1 / way.numbers[letter]! },
    }));
  return oneOf(either(mulOp, pattern, number(letter)), divided);
}

/** The product of two values and a number, in any order. */
export function scaledProduct(one: Pattern, other: Pattern, letter: string): Pattern {
  return oneOf(
    scaled(either(mulOp, one, other), letter),
    either(mulOp, scaled(one, letter), other),
    either(mulOp, one, scaled(other, letter)),
  );
}
