/** `linknet plan`: a suite as a file, for any number of machines to share. */
import { checkOutputs, jsonDocument, writeFileAtomically } from "@linknet-kit/base/files";
import { DEFAULT_OPTIONS } from "@linknet-kit/core";
import { makePlanFile, planId } from "@linknet-kit/results/files";
import type { AddCommand } from "../context.js";
import { counted } from "../counted.js";
import { type ForceFlag, addForce, ruleOf } from "../outputs.js";
import { runtimeTable } from "../runtimeTable.js";
import { type SuiteFlags, addSuiteOptions, planOf } from "../suiteFlags.js";
import { openSuiteNetworks, planNetworks } from "../suiteNetworks.js";

interface PlanFlags extends SuiteFlags, ForceFlag {
  readonly output: string;
  readonly json?: boolean;
}

const planKind = jsonDocument("plan of linknet plan", (json) => "planVersion" in json);

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
    .addHelpText("after", EXAMPLES)
    .action(async ({ output, json, force, ...flags }: PlanFlags) => {
      const rule = await ruleOf(flags.networks ?? [], { force });
      await checkOutputs([{ path: output, kind: planKind }], rule);
      const networks = await openSuiteNetworks(flags.networks ?? []);
      const suite = planOf(flags, networks, runtimeTable);
      const own = planNetworks(networks, suite, { planPath: output, classes: flags.classes });
      const plan = makePlanFile(suite, {
        // Of networks of the table it is said which: other versions may have another number.
        classes: flags.classes ?? (own === undefined ? DEFAULT_OPTIONS.classes : undefined),
        networks: own,
        allThreads: flags.threads === undefined,
      });
      const text = `${JSON.stringify(plan, undefined, 2)}\n`;
      await writeFileAtomically({ path: output, kind: planKind, content: text }, { ...rule, signal });
      const groups = new Set(plan.cells.map(({ network, size, batch }) => JSON.stringify([network, size, batch])));
      if (json === true) terminal.json(plan);
      else terminal.out(`${output}: ${counted(plan.cells.length, "cell")}, plan ${planId(plan)}`);
      const next = `next: linknet bench --plan ${output}`;
      terminal.note(
        groups.size === 1
          ? `one network at one size is one shard, for one machine; ${next}`
          : `at most ${groups.size} shards can share it; ${next} --shard 1/2`,
      );
    });
};
