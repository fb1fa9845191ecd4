/** `linknet plan`: a suite as a file, for any number of machines to share. */
import { counted } from "@linknet-kit/base";
import { checkOutputs, writeFileAtomically } from "@linknet-kit/base/files";
import { planFileOf } from "@linknet-kit/bench";
import { mostShards, planFileKind, planId } from "@linknet-kit/results/files";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, ruleOf } from "../outputs.js";
import { runtimeTable } from "../runtimeTable.js";
import { type SuiteFlags, addSuiteOptions, suiteChoices } from "../suiteFlags.js";

interface PlanFlags extends SuiteFlags, ForceFlag {
  readonly output: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet plan --suite table2 -o plan.json            the paper's networks and sizes on every runtime
  linknet plan --networks ./my-network.ts             which each machine needs beside the plan, with all that it imports
  linknet bench --plan plan.json --shard 1/4          what the first of four machines measures of it
  linknet fleet kubernetes plan.json --shards 4 ...   the same as a job, see linknet fleet --help`;

export const addPlan: AddCommand = (program, { terminal, signal }) => {
  addForce(
    addSuiteOptions(
      program.command("plan").description("a suite as a file that several machines share, each measuring a part of it"),
    ),
  )
    .option("-o, --output <file>", "the plan", "plan.json")
    .option("--json", "the plan on stdout too")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async ({ output, json, force, ...flags }: PlanFlags) => {
      const rule = await ruleOf(flags.networks ?? [], { force });
      await checkOutputs([{ path: output, kind: planFileKind }], rule);
      const plan = await planFileOf(suiteChoices(flags, runtimeTable), output);
      const text = `${JSON.stringify(plan, undefined, 2)}\n`;
      await writeFileAtomically({ path: output, kind: planFileKind, content: text }, { ...rule, signal });
      const most = mostShards(plan);
      if (json === true) terminal.json(plan);
      else terminal.out(`${output}: ${counted(plan.cells.length, "cell")}, plan ${planId(plan)}`);
      const next = `next: linknet bench --plan ${output}`;
      terminal.note(
        most === 1
          ? `one network at one size is one shard, for one machine; ${next}`
          : `at most ${most} shards can share it; ${next} --shard 1/2`,
      );
    });
};
