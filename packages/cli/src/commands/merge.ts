/** `linknet merge`: the results of a plan's shards as one file. */
import { checkOutputs } from "@linknet-kit/base/files";
import { mergeFiles, mergedFileKind, writeResultFile } from "@linknet-kit/results/files";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, outputRule } from "../outputs.js";
import { renderResults } from "../renderResults.js";

interface MergeFlags extends ForceFlag {
  readonly output: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Example:
  linknet merge results/*.json -o result.json

A shard that was tried more than once counts once, by the result that says most. Results of several kinds of machine stay apart:
linknet report takes all their files and shows the machines side by side.`;

export const addMerge: AddCommand = (program, { terminal }) => {
  addForce(
    program
      .command("merge")
      .description("results of the shards of one plan, from one kind of machine, as one result file"),
  )
    .argument("<results...>", "files that linknet bench --plan wrote")
    .requiredOption("-o, --output <file>", "the merged result file")
    .option("--json", "the merged file on stdout too")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (paths: readonly [string, ...string[]], { output, json, force }: MergeFlags) => {
      const rule = { kind: mergedFileKind, ...outputRule(paths, { force }) };
      await checkOutputs([{ path: output, kind: mergedFileKind }], rule);
      const merged = await mergeFiles(paths);
      await writeResultFile(output, merged, rule);
      const { plan } = merged.suite;
      if (json === true) terminal.json(merged);
      else terminal.out(renderResults(merged));
      const missing = plan === undefined ? 0 : plan.of - plan.shards.length;
      terminal.note(missing === 0 ? `${output} has every shard` : `${output} lacks ${missing} of ${plan!.of} shards`);
    });
};
