/** Which operators of ONNX the table of ops knows. */
import { type Op, isAbsent, opTable } from "@linknet-kit/core";
import type { NodeRecord } from "../decode/records.js";
import { UnsupportedOpsError } from "./errors.js";

const OPS: ReadonlyMap<string, Op> = new Map(
  opTable.flatMap((op) => (isAbsent(op.onnx) ? [] : [[op.onnx.type, op] as const])),
);

/** A node that only names a tensor. */
const CONSTANT = "Constant";

/** `Relu`, or `com.microsoft::FusedConv` outside ONNX's own domain. */
function operatorOf({ domain, opType }: NodeRecord): string {
  return isOnnxDomain(domain) ? (opType ?? "") : `${domain}::${opType}`;
}

export function isOnnxDomain(domain: string | undefined): boolean {
  return !domain || domain === "ai.onnx";
}

/** The op of each node, `undefined` for constants; an error that names every operator without one. */
export function opsOf(nodes: readonly NodeRecord[]): readonly (Op | undefined)[] {
  const unknown = new Map<string, string[]>();
  const ops = nodes.map((node) => {
    const operator = operatorOf(node);
    const op = OPS.get(operator);
    if (op === undefined && operator !== CONSTANT) {
      const names = unknown.get(operator) ?? [];
      names.push(node.name || (node.output?.[0] ?? ""));
      unknown.set(operator, names);
    }
    return op;
  });
  if (unknown.size > 0)
    throw new UnsupportedOpsError({ nodes: unknown, supported: [CONSTANT, ...OPS.keys()].toSorted() });
  return ops;
}
