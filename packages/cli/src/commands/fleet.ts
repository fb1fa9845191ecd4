/** `linknet fleet`: a plan as jobs of a scheduler. */
import { UsageError } from "@linknet-kit/base";
import { checkOutputs, writeFileAtomically } from "@linknet-kit/base/files";
import { mostShards, readPlanFile } from "@linknet-kit/results/files";
import { renderGithubWorkflow, renderKubernetesJob } from "@linknet-kit/results/fleet";
import type { Command } from "commander";
import { commaSeparated, numberOption, wholeNumbers } from "../arguments.js";
import type { AddCommand, Context } from "../context.js";
import { verbatim } from "../line.js";
import { type ForceFlag, addForce, commentedText, outputRule } from "../outputs.js";

interface SharedFlags extends ForceFlag {
  readonly shards: number;
  readonly output?: string;
}

interface GithubFlags extends SharedFlags {
  readonly runners: readonly string[];
  readonly setup: string;
  readonly command: string;
}

interface KubernetesFlags extends SharedFlags {
  readonly name: string;
  readonly image: string;
  readonly claim: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

const yaml = commentedText("fleet", "file", "yaml");

/** What the plan does not have, or the scheduler would refuse or read as something else. */
class InvalidFleetError extends UsageError {
  readonly code = "INVALID_FLEET";

  constructor(data: { option: string; given: string; expected: string }) {
    super(`${data.option} is "${data.given}", expected ${data.expected}`);
  }
}

const GITHUB_EXAMPLE = `
  linknet fleet github plan.json --shards 4 --runners ubuntu-latest,ubuntu-24.04-arm -o .github/workflows/fleet.yml`;

const KUBERNETES_EXAMPLE = `
  linknet fleet kubernetes plan.json --shards 4 --image registry.example/linknet:1 --claim results \\
    --node-selector nvidia.com/gpu.product=NVIDIA-L4 --resource nvidia.com/gpu=1 | kubectl apply -f -`;

export const addFleet: AddCommand = (program, context) => {
  const fleet = program
    .command("fleet")
    .description("a plan as a workflow of GitHub Actions or a job of Kubernetes")
    .addHelpText("after", `\nExamples:${GITHUB_EXAMPLE}${KUBERNETES_EXAMPLE}`);
  addGithub(fleet, context);
  addKubernetes(fleet, context);
};

function addShared(command: Command): Command {
  return addForce(command)
    .argument("<plan>", "file that linknet plan wrote")
    .addOption(
      numberOption("--shards <n>", "how many machines of a kind share the plan", wholeNumbers(1)).makeOptionMandatory(),
    )
    .option("-o, --output <file>", "instead of stdout");
}

function addGithub(fleet: Command, context: Context): void {
  addShared(fleet.command("github").description("a matrix of jobs, then one that reports their results"))
    .option("--runners <labels>", "kinds of runner, each measures the whole plan", commaSeparated(String), [
      "ubuntu-latest",
    ])
    .option("--setup <words>", "what installs linknet in a checkout, or ''", "npm ci --ignore-scripts")
    .option("--command <words>", "what runs linknet there", "npx --no linknet")
    .addHelpText("after", `\nExample:${GITHUB_EXAMPLE}`)
    .action(async (plan: string, { shards, runners, setup, command, ...flags }: GithubFlags) => {
      await readShared(plan, { shards, ...flags });
      await print(renderGithubWorkflow({ plan, shards, runners, setup, command }), { plan, ...flags }, context);
    });
}

function addKubernetes(fleet: Command, context: Context): void {
  addShared(fleet.command("kubernetes").description("an Indexed Job: a pod a shard, no two on one node"))
    .requiredOption("--image <name>", "with linknet as its entry point")
    .requiredOption("--claim <name>", "the PersistentVolumeClaim for the results, writable by many nodes", dnsName)
    .option("--name <name>", "of the job", dnsName, "linknet-bench")
    .option("--node-selector <key=value,...>", "labels of the nodes, such as those of a device", pairs, {})
    .option("--resource <name=amount,...>", "what a pod needs, such as nvidia.com/gpu=1", pairs, {})
    .addHelpText("after", `\nExample:${KUBERNETES_EXAMPLE}`)
    .action(async (path: string, { resource, ...flags }: KubernetesFlags) => {
      const plan = await readShared(path, flags);
      await print(renderKubernetesJob({ ...flags, plan, resources: resource }), { plan: path, ...flags }, context);
    });
}

interface Destination extends ForceFlag {
  /** The file that is read. */
  readonly plan: string;
  readonly output?: string;
}

/** The plan, once it is known to have that many shards, and that what is made of it can be written. */
async function readShared(path: string, { shards, output, ...flags }: SharedFlags) {
  if (output !== undefined) await checkOutputs([{ path: output, kind: yaml.kind }], outputRule([path], flags));
  const plan = await readPlanFile(path);
  const most = mostShards(plan);
  if (shards > most) {
    const expected = `at most ${most}, one for each network, size and batch of ${path}`;
    throw new InvalidFleetError({ option: "--shards", given: String(shards), expected });
  }
  return plan;
}

async function print(
  text: string,
  { plan, output, ...flags }: Destination,
  { terminal, signal }: Context,
): Promise<void> {
  if (output === undefined) {
    terminal.out(verbatim(text.trimEnd()));
    return;
  }
  const file = { path: output, kind: yaml.kind, content: yaml.print(text) };
  await writeFileAtomically(file, { ...outputRule([plan], flags), signal });
  terminal.note(`wrote ${output}`);
}

function pairs(given: string): Readonly<Record<string, string>> {
  const entries = given.split(",").map((word): [string, string] => {
    const [, key, value] = /^([\w./-]{1,253})=([\w.-]{0,63})$/.exec(word) ?? [];
    if (key === undefined || value === undefined) {
      throw new InvalidFleetError({ option: "the pair", given: word, expected: "key=value" });
    }
    return [key, value];
  });
  return Object.fromEntries(entries);
}

function dnsName(given: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(given)) return given;
  const expected = "lower-case letters, digits and dashes, at most 63";
  throw new InvalidFleetError({ option: "the name", given, expected });
}
