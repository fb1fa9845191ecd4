/** What stands on the lists is what formats say themselves, without a runtime. */
import { isAbsent } from "@linknet-kit/core";
import { type CaseModel, caseModels } from "@linknet-kit/core/cases";
import { encodeOnnx } from "@linknet-kit/onnx";
import { encodeTfjs } from "@linknet-kit/tfjs";
import { expect, test } from "vitest";
import { caseLimits, limitsOf } from "./caseLimits.js";
import { withoutPositions } from "./conformance.js";

/** The cases that cannot be written, with what the error says. */
function refused(cases: readonly CaseModel[], write: (each: CaseModel) => unknown): Readonly<Record<string, string>> {
  const entries = cases.flatMap((each) => {
    try {
      write(each);
      return [];
    } catch (error) {
      return [[each.name, (error as Error).message] as const];
    }
  });
  return Object.fromEntries(entries);
}

function containing(reasons: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(reasons).map(([name, reason]) => [name, expect.stringContaining(reason) as unknown]),
  );
}

test("What runs everything that ONNX can say has what it cannot say on its list, and nothing else", () => {
  const cases = caseModels.filter(({ op }) => !isAbsent(op.onnx));
  const found = refused(cases, ({ model }) => encodeOnnx(model));
  expect(found).toEqual(containing(limitsOf("onnxruntime-node/cpu").cases));
});

test("What runs every graph model has what tfjs cannot say on its list, and nothing else", () => {
  const cases = caseModels.filter(({ op }) => op.axes !== "channels-last");
  const found = refused(cases, (each) => encodeTfjs(withoutPositions(each).model));
  expect(found).toEqual(containing(limitsOf("tfjs/cpu").cases));
});

test.each(Object.entries(caseLimits))("The list of %s names cases that there are", (_, { cases }) => {
  const names = new Set(caseModels.map(({ name }) => name));
  expect(Object.keys(cases).filter((name) => !names.has(name))).toEqual([]);
});
