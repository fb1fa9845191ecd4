/** The cases of every op as models of one node: what the laws hold on, and what a runtime must compute as the reference does. */
import type { AttributeKinds } from "./attributes.js";
import type { Op } from "./op.js";
import { type FedModel, opModel } from "./opModel.js";
import { type OpCase, opCases } from "./ops/cases.js";
import { ops } from "./ops/table.js";

export { type FedModel, opModel } from "./opModel.js";

export interface CaseModel extends FedModel {
  /** `conv2d: two groups, batch 2` */
  readonly name: string;
  readonly op: Op;
}

export const caseModels: readonly CaseModel[] = Object.values<Op>(ops).flatMap((op) => {
  const cases = opCases[op.name as keyof typeof ops] as readonly OpCase<string, AttributeKinds>[];
  return cases.map(({ title, inputs, attributes }) => ({
    name: `${op.name}: ${title}`,
    op,
    ...opModel(op, inputs, attributes),
  }));
});
