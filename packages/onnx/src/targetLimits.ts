/** What a target reads, and whether a lowered graph keeps to it. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import {
  type DType,
  type Graph,
  type GraphIndex,
  type Node,
  type Refusal,
  type Refusing,
  type Value,
  indexOf,
  listed,
  outputValues,
} from "@linknet-kit/core";
import { findForm, writeForm } from "./nodeForm.js";

/** What a target asks of a node beside its operator. */
export interface OperatorLimits {
  /** Inputs of the op that must be weights, not computed. */
  readonly initializers?: readonly string[];
  /** Outputs of the op that nothing may read. */
  readonly unread?: readonly string[];
}

export interface TargetLimits {
  readonly highestOpset: number;
  /** The only operators that it runs, by ONNX's names. */
  readonly operators: Readonly<Record<string, OperatorLimits>>;
  /** Data types that it cannot read, and what to do instead. */
  readonly unreadable: Readonly<Partial<Record<DType, string>>>;
}

/** An opset that this project writes, but the target does not read. */
export class TargetOpsetError extends UsageError {
  readonly code = "TARGET_OPSET";

  constructor(data: { readonly target: string; readonly opset: number; readonly highest: number }) {
    super(`${data.target} reads opsets up to ${data.highest}, not ${data.opset}`, {
      hint: `choose opset ${data.highest}, which is this target's own, or another target`,
    });
  }
}

/** A data type that the target does not read. */
export class TargetTypeError extends UsageError {
  readonly code = "TARGET_TYPE";

  constructor(data: { readonly target: string; readonly dtype: DType; readonly instead: string }) {
    super(`${data.target} does not read ${data.dtype}`, { hint: data.instead });
  }
}

/** Nodes that a target cannot run, all of them. */
export class TargetOperatorsError extends LinknetError implements Refusing {
  readonly code = "TARGET_OPERATORS";
  readonly refusals: readonly Refusal[];

  constructor(data: { readonly target: string; readonly refusals: readonly Refusal[] }) {
    const { target, refusals } = data;
    const shown = refusals.slice(0, 10).map(({ node, reason }) => `${node}: ${reason}`);
    const more = refusals.length > shown.length ? [`... and ${refusals.length - shown.length} more`] : [];
    super(`${target} cannot run this network:\n${[...shown, ...more].map((line) => `  ${line}`).join("\n")}`, {
      hint: "choose another target, or a network without these layers",
    });
    this.refusals = refusals;
  }
}

/** Whether the opset, and a target with such limits, have the node's operator. */
export function canTake(
  node: Node,
  { opset, limits }: { readonly opset: number; readonly limits: TargetLimits | undefined },
): boolean {
  const form = findForm(node, opset)?.form;
  return form !== undefined && (limits === undefined || Object.hasOwn(limits.operators, form.operator));
}

/** An error where the target does not read the opset, or cannot run the graph, which is lowered for it. */
export function checkLimits(target: string, limits: TargetLimits, graph: Graph, opset: number): void {
  const { highestOpset, operators, unreadable } = limits;
  if (opset > highestOpset) throw new TargetOpsetError({ target, opset, highest: highestOpset });
  for (const { type } of valuesOf(graph)) {
    const instead = unreadable[type.dtype];
    if (instead !== undefined) throw new TargetTypeError({ target, dtype: type.dtype, instead });
  }
  const index = indexOf(graph);
  const refusals = graph.nodes.flatMap((node) => {
    const { operator: type } = writeForm(node, opset).form;
    const asked = Object.hasOwn(operators, type) ? operators[type] : undefined;
    const found = asked === undefined ? [noOperator(type)] : problemsOf(node, type, asked, index);
    return found.map((problem): Refusal => ({ node: node.name, operator: type, ...problem }));
  });
  if (refusals.length > 0) throw new TargetOperatorsError({ target, refusals });
}

type Problem = Pick<Refusal, "code" | "reason">;

function noOperator(type: string): Problem {
  return { code: "unsupported_op", reason: `there is no ${type}` };
}

function valuesOf({ inputs, parameters, nodes }: Graph): readonly Value[] {
  return [...inputs, ...parameters, ...nodes.flatMap(outputValues)];
}

function problemsOf(
  { inputs, outputs }: Node,
  type: string,
  { initializers = [], unread = [] }: OperatorLimits,
  index: GraphIndex,
): readonly Problem[] {
  const computed = initializers.filter((slot) => listed(inputs[slot]).some((value) => !index.isParameter(value)));
  const given = unread.filter((output) => index.isRead(outputs[output]!));
  return [
    ...computed.map((slot): Problem => {
      return { code: "needs_constant", reason: `${type} needs its ${slot} as a weight, not computed` };
    }),
    ...given.map((output): Problem => ({ code: "unsupported_attribute", reason: `${type} gives no ${output}` })),
  ];
}
