/** Which operators of ONNX are read, and as what. */
import {
  type AttributeKinds,
  type OnnxExpansion,
  type OnnxForm,
  type OnnxOperator,
  type Op,
  expansions,
  holdsIn,
  isAbsent,
  opTable,
} from "@linknet-kit/core";
import type { NodeRecord } from "../decode/records.js";
import { OnnxNodeError, UnsupportedOpsError } from "./errors.js";
import type { InlinedNode } from "./inlinedNode.js";

interface FormReading {
  readonly op: Op;
  readonly form: OnnxForm<string, AttributeKinds>;
}

/** As several ops, as one by a form of it, or as the first of both that can say what the node does. */
export interface OperatorReading {
  readonly expansion: OnnxExpansion | undefined;
  readonly single: FormReading | undefined;
}

const FORMS = byOperator(
  opTable.flatMap((op) => (isAbsent(op.onnx) ? [] : op.onnx.map((form): FormReading => ({ op, form })))),
  ({ form }) => form.operator,
);
const EXPANSIONS = byOperator(expansions, ({ operator }) => operator);
const OPERATORS: ReadonlySet<string> = new Set([...FORMS.keys(), ...EXPANSIONS.keys()]);

function byOperator<Each>(all: readonly Each[], key: (each: Each) => string): ReadonlyMap<string, readonly Each[]> {
  const map = new Map<string, Each[]>();
  for (const each of all) map.set(key(each), [...(map.get(key(each)) ?? []), each]);
  return map;
}

/** A node that only names a tensor. */
const CONSTANT = "Constant";

/** A node that stands for one of the two graphs in it. */
const BRANCH = "If";

/** `Relu`, or `com.microsoft::FusedConv` outside ONNX's own domain. */
export function operatorOf({ domain, opType }: NodeRecord): string {
  return isOnnxDomain(domain) ? (opType ?? "") : `${domain}::${opType}`;
}

export function isOnnxDomain(domain: string | undefined): boolean {
  return !domain || domain === "ai.onnx";
}

/** How each node is read, `undefined` for constants and for what stands for one of two graphs; an error that names every operator that is not. */
export function readingsOf(nodes: readonly InlinedNode[]): readonly (OperatorReading | undefined)[] {
  const unknown = new Map<string, string[]>();
  const readings = nodes.map((node) => {
    if (isKnown(node)) return readingOf(node);
    const operator = operatorOf(node);
    const names = unknown.get(operator) ?? [];
    names.push(nameOf(node));
    unknown.set(operator, names);
    return undefined;
  });
  if (unknown.size > 0)
    throw new UnsupportedOpsError({ nodes: unknown, supported: [CONSTANT, ...OPERATORS].toSorted() });
  return readings;
}

/** Whether a node that has no reading stands for one of two graphs. */
export function isBranch(node: NodeRecord): boolean {
  return operatorOf(node) === BRANCH;
}

/** Whether an op or an expansion here stands for the node's operator, in one opset or another. */
function isKnown(node: NodeRecord): boolean {
  const operator = operatorOf(node);
  return operator === CONSTANT || operator === BRANCH || OPERATORS.has(operator);
}

/** How a node is read, `undefined` for a constant and for what stands for one of two graphs; an `OnnxNodeError` where it is not. */
export function readingOf(node: InlinedNode): OperatorReading | undefined {
  const operator = operatorOf(node);
  if (operator === CONSTANT || operator === BRANCH) return undefined;
  if (OPERATORS.has(operator)) return readingIn(operator, node.opset, nameOf(node));
  throw new OnnxNodeError({
    node: nameOf(node),
    problem: `is ${operator}, which is not supported`,
    why: "unsupported_op",
  });
}

/** Its own name, or its first output's where it has none. */
export function nameOf({ name, output }: NodeRecord): string {
  return name || (output?.[0] ?? "");
}

function readingIn(operator: string, opset: number, node: string): OperatorReading {
  const [singles, several] = [FORMS.get(operator) ?? [], EXPANSIONS.get(operator) ?? []];
  const single = singles.find(({ form }) => holdsIn(form, opset));
  const expansion = several.find((each) => holdsIn(each, opset));
  if (single !== undefined || expansion !== undefined) return { single, expansion };
  const forms: readonly OnnxOperator[] = [...singles.map(({ form }) => form), ...several];
  const first = Math.min(...forms.map(({ from }) => from));
  const problem =
    opset < first
      ? `is ${operator} as it was before opset ${first}, which is not supported`
      : `is ${operator}, which opset ${opset} does not have`;
  throw new OnnxNodeError({ node, problem, why: "unsupported_op" });
}
