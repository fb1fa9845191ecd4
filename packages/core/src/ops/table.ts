/** Every op, function of the DSL, expansion and decomposition, as `all.ts` lists their files: importers, the laws and the documents read these tables. */
import type { AttributeKinds } from "../attributes.js";
import type { Decomposition } from "../decomposition.js";
import type { LayerDefinition } from "../defineLayer.js";
import type { OnnxExpansion } from "../onnxExpansion.js";
import type { Op } from "../op.js";
import * as all from "./all.js";

/** What all functions of the DSL have in common, whatever they take and give. */
export interface DocumentedFunction {
  readonly definition: Omit<LayerDefinition<AttributeKinds, never, unknown>, "apply">;
}

const everything: readonly unknown[] = Object.values(all);

export const opTable: readonly Op[] = everything
  .filter((each) => has<Op>(each, "evaluate"))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));
export const layerFunctions = everything.filter((each) => has<DocumentedFunction>(each, "definition"));
export const expansions = everything.filter((each) => has<OnnxExpansion>(each, "build"));
export const decompositions: ReadonlyMap<Op, Decomposition> = new Map(
  everything.filter((each) => has<Decomposition>(each, "decompose")).map((each) => [each.of, each]),
);

function has<Kind extends object>(each: unknown, field: keyof Kind & string): each is Kind {
  return ((typeof each === "object" && each !== null) || typeof each === "function") && field in each;
}
