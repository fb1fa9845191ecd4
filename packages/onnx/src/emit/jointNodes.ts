/** Nodes of a graph that stand in a file as one, by what expansions say of their operators. */
import {
  type GraphIndex,
  type JointNode,
  type Node,
  type OnnxExpansion,
  type OnnxJoint,
  expansions,
  holdsIn,
  inputValues,
  outputValues,
} from "@linknet-kit/core";
import type { TargetLimits } from "../targetLimits.js";

export interface Joint {
  readonly operator: OnnxExpansion & { readonly joint: OnnxJoint };
  /** In the order of its outputs. */
  readonly nodes: readonly Node[];
  readonly written: JointNode;
}

interface JointContext {
  readonly index: GraphIndex;
  readonly opset: number;
  readonly limits: TargetLimits | undefined;
}

/** What each node that does not stand alone is part of. */
export function jointsOf(nodes: readonly Node[], context: JointContext): ReadonlyMap<Node, Joint> {
  const joints = new Map<Node, Joint>();
  const operators = operatorsIn(context);
  const seen = new Set<string>();
  for (const node of nodes) {
    const operator = operators.find(({ joint }) => joint.of === node.op);
    const [x] = inputValues(node);
    if (operator === undefined || x === undefined || seen.has(x.name)) continue;
    seen.add(x.name);
    const joint = jointOf(
      operator,
      context.index.readersOf(x).filter(({ op }) => op === node.op),
      context.index,
    );
    for (const part of joint?.nodes ?? []) joints.set(part, joint!);
  }
  return joints;
}

function jointOf(operator: Joint["operator"], readers: readonly Node[], index: GraphIndex): Joint | undefined {
  const read = readers.filter((node) => outputValues(node).every((value) => index.isRead(value)));
  if (read.length < 2) return undefined;
  const [x] = inputValues(read[0]!);
  const written = operator.joint.join(
    x!.type,
    read.map(({ attributes }) => attributes),
  );
  return written && { operator, nodes: written.parts.map((part) => read[part]!), written };
}

function operatorsIn({ opset, limits }: JointContext): readonly Joint["operator"][] {
  return expansions.filter((each): each is Joint["operator"] => {
    const isTaken = limits === undefined || Object.hasOwn(limits.operators, each.operator);
    return each.joint !== undefined && holdsIn(each, opset) && isTaken;
  });
}

/** The path that all parts stand below, else the name of the first. */
export function nameOfJoint({ nodes }: Joint): string {
  const [first, ...others] = nodes.map(({ name }) => name.split("/"));
  const shared = first!.findIndex((each, depth) => others.some((path) => path[depth] !== each));
  return first!.slice(0, shared).join("/") || nodes[0]!.name;
}
