/** What a check writes, and what it must not. */
import { dirname, resolve } from "node:path";
import { type OutputRule, checkOutputs } from "@linknet-kit/base/files";
import { type Config, baselineKind } from "@linknet-kit/gate";
import { type ForceFlag, commentedText, ruleOf } from "./outputs.js";

export const junitText = commentedText("check", "JUnit report");

export interface CheckRules {
  readonly baseline: OutputRule;
  /** The baseline is read, so that no other output takes its place. */
  readonly junit: OutputRule;
}

interface CheckOutputFlags extends ForceFlag {
  readonly junit?: string;
  readonly update?: boolean;
}

/** For both outputs, after a look at what stands where they go: before anything that takes long. */
export async function checkRules(
  { junit, update, force }: CheckOutputFlags,
  { path, config, baselinePath }: { readonly path: string; readonly config: Config; readonly baselinePath: string },
): Promise<CheckRules> {
  const files = config.subjects.map((each) => ("file" in each ? resolve(dirname(path), each.file) : undefined));
  const baseline = await ruleOf([path, ...files], { force });
  const rules = { baseline, junit: { ...baseline, inputs: [...(baseline.inputs ?? []), baselinePath] } };
  if (junit !== undefined) await checkOutputs([{ path: junit, kind: junitText.kind }], rules.junit);
  if (update === true) await checkOutputs([{ path: baselinePath, kind: baselineKind }], rules.baseline);
  return rules;
}
