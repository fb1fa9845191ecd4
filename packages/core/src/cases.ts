/** The cases of every op as models of one node: what the laws hold on, and what a runtime must compute as the reference does. */
import { readdirSync } from "node:fs";
import type { Op } from "./op.js";
import { type FedModel, opModel } from "./opModel.js";
import type { CasesOfOp } from "./ops/caseInputs.js";

export { type FedModel, opModel } from "./opModel.js";

export interface CaseModel extends FedModel {
  /** `conv: two groups, batch 2` */
  readonly name: string;
  readonly op: Op;
}

const FOLDER = new URL("./ops/", import.meta.url);

/** The cases from every file that stands beside an op. */
const files = readdirSync(FOLDER).filter((name) => /\.cases\.[jt]s$/.test(name));
const all = await Promise.all(
  files.toSorted().map(async (name) => (await import(new URL(name, FOLDER).href)) as { readonly cases: CasesOfOp }),
);

export const caseModels: readonly CaseModel[] = all.flatMap(({ cases: { op, cases } }) =>
  cases.map(({ title, inputs, attributes }) => ({
    name: `${op.name}: ${title}`,
    op,
    ...opModel(op, inputs, attributes),
  })),
);
