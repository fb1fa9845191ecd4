/** The cases of every op as models of one node: what the laws hold on, and what a runtime must compute as the reference does. */
import { extname } from "node:path";
import type { Op } from "./op.js";
import { type FedModel, opModel } from "./opModel.js";
import type { CasesOfOp } from "./ops/caseInputs.js";
import { opTable } from "./ops/table.js";

export { everyRewrite } from "./everyRewrite.js";
export { type FedModel, opModel } from "./opModel.js";

export interface CaseModel extends FedModel {
  /** `conv: two groups, batch 2` */
  readonly name: string;
  readonly op: Op;
}

/** By the names of the ops, as what was compiled of a file that is gone may lie beside them still. */
const all = await Promise.all(
  opTable.map(async ({ name }) => {
    const file = new URL(`./ops/${name}.cases${extname(import.meta.url)}`, import.meta.url);
    return (await import(file.href)) as { readonly cases: CasesOfOp };
  }),
);

export const caseModels: readonly CaseModel[] = all.flatMap(({ cases: { op, cases } }) =>
  cases.map(({ title, inputs, attributes }) => ({
    name: `${op.name}: ${title}`,
    op,
    ...opModel(op, inputs, attributes),
  })),
);
