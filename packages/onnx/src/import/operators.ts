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

/** As an op by one of its forms, or as several ops. */
export type OperatorReading =
  | { readonly op: Op; readonly form: OnnxForm<string, AttributeKinds> }
  | { readonly op?: never; readonly form: OnnxExpansion };

const READINGS: ReadonlyMap<string, readonly OperatorReading[]> = byOperator([
  ...opTable.flatMap((op) => (isAbsent(op.onnx) ? [] : op.onnx.map((form): OperatorReading => ({ op, form })))),
  ...expansions.map((form): OperatorReading => ({ form })),
]);

function byOperator(readings: readonly OperatorReading[]): ReadonlyMap<string, readonly OperatorReading[]> {
  const map = new Map<string, OperatorReading[]>();
  for (const reading of readings) {
    const { operator } = reading.form;
    map.set(operator, [...(map.get(operator) ?? []), reading]);
  }
  return map;
}

/** A node that only names a tensor. */
const CONSTANT = "Constant";

/** `Relu`, or `com.microsoft::FusedConv` outside ONNX's own domain. */
function operatorOf({ domain, opType }: NodeRecord): string {
  return isOnnxDomain(domain) ? (opType ?? "") : `${domain}::${opType}`;
}

export function isOnnxDomain(domain: string | undefined): boolean {
  return !domain || domain === "ai.onnx";
}

/** How each node is read, `undefined` for constants; an error that names every operator that is not. */
export function readingsOf(nodes: readonly NodeRecord[], opset: number): readonly (OperatorReading | undefined)[] {
  const unknown = new Map<string, string[]>();
  const readings = nodes.map((node) => {
    const operator = operatorOf(node);
    const known = READINGS.get(operator);
    if (known !== undefined) return readingIn(known, opset, nameOf(node));
    if (operator !== CONSTANT) {
      const names = unknown.get(operator) ?? [];
      names.push(nameOf(node));
      unknown.set(operator, names);
    }
    return undefined;
  });
  if (unknown.size > 0)
    throw new UnsupportedOpsError({ nodes: unknown, supported: [CONSTANT, ...READINGS.keys()].toSorted() });
  return readings;
}

function nameOf({ name, output }: NodeRecord): string {
  return name || (output?.[0] ?? "");
}

function readingIn(known: readonly OperatorReading[], opset: number, node: string): OperatorReading {
  const reading = known.find(({ form }) => holdsIn(form, opset));
  if (reading !== undefined) return reading;
  const forms: readonly OnnxOperator[] = known.map(({ form }) => form);
  const operator = forms[0]!.operator;
  const first = Math.min(...forms.map(({ from }) => from));
  const problem =
    opset < first
      ? `is ${operator} as it was before opset ${first}, which is not supported`
      : `is ${operator}, which opset ${opset} does not have`;
  throw new OnnxNodeError({ node, problem });
}
