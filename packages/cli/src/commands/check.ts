/** `linknet check`: the gate of CI. What networks cost against a committed baseline, how fast they are beside another revision. */
import { appendFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { withTemporaryFolder, writeError, writeFileAtomically } from "@linknet-kit/base/files";
import {
  type Finding,
  type GateReport,
  findConfig,
  isFailure,
  readConfig,
  renderAnnotations,
  renderJunit,
  renderSummary,
  renderText,
} from "@linknet-kit/gate";
import { findRuntime } from "@linknet-kit/runtimes";
import type { CheckFlags, Checking } from "../check/checking.js";
import { checkRules, junitText } from "../check/outputRule.js";
import { checkAgainstBaseline, checkAgainstRevision } from "../check/runCheck.js";
import { updateBaseline } from "../check/updateBaseline.js";
import type { AddCommand } from "../context.js";
import { addForce } from "../outputs.js";
import { paintFirstWord } from "../paintWords.js";
import { runtimeTable } from "../runtimeTable.js";

/** What was found is printed; this makes the command fail. */
class CheckFailedError extends LinknetError {
  readonly code = "CHECK_FAILED";

  constructor(findings: readonly Finding[]) {
    const failed = findings.filter(isFailure);
    const grown = failed.filter(({ verdict }) => verdict === "fail");
    const ways = [
      ...(grown.some(({ unit }) => unit !== "ms")
        ? ["take over what is counted with linknet check --update and commit it"]
        : []),
      ...(grown.some(({ unit }) => unit === "ms")
        ? ['let pass a larger slow-down with "allowance" of "speed" in the config']
        : []),
    ];
    const open = failed.length - grown.length;
    const what = [
      ...(grown.length === 0 ? [] : [`${grown.length} of ${findings.length - open} figures failed`]),
      ...(open === 0 ? [] : [`${open} could not be checked`]),
    ];
    super(what.join(", "), {
      hint: ways.length === 0 ? undefined : `where that is what you want, ${ways.join(", and ")}`,
    });
  }
}

const BASELINE = "linknet.baseline.json";

const EXAMPLES = `
Examples:
  linknet check                          counts against linknet.baseline.json
  linknet check --against origin/main    counts and speed beside that revision, interleaved in one run
  linknet check --update                 writes the baseline, and says what changed
  linknet check --junit check.xml --json

A linknet.config.json:
  {
    "subjects": [{ "file": "models/ours.onnx" }, { "network": "linknet", "size": "640x360" }],
    "allowances": { "fileBytes": 1024, "macs": "2 %" },
    "speed": { "runtimes": ["onnxruntime-node/cpu"], "allowance": 0.02, "budgetSeconds": 120, "threads": 2 },
    "base": { "setup": "npm ci", "linknet": "npx --no linknet" },
    "baseline": "linknet.baseline.json"
  }
Only "subjects" must be there. Networks may have "classes" and "batch" too, and without "size" take their own. A file that leaves
sizes open takes "size", "batch", or whole shapes: "input": { "image": "1x3x360x640" }. "base" says how another revision is made ready and
what its command line is called: unless given, what its lock file asks for, or nothing where it does not depend on linknet-kit.

Exit 1 where anything fails or cannot be checked; inconclusive is no failure.`;

export const addCheck: AddCommand = (program, context) => {
  addForce(
    program
      .command("check")
      .description("the gate of CI: what networks cost against a baseline, how fast they are beside another revision"),
  )
    .option("--config <file>", "instead of the linknet.config.json, .mjs or .ts of this folder")
    .option("--against <revision>", "compare with this revision of git instead of the baseline, and speed too")
    .option("--no-speed", "only what is counted")
    .option("--update", "write the baseline, and say what changed")
    .option("--junit <file>", "a report as JUnit XML")
    .option("--github", "annotations and a job summary", process.env["GITHUB_ACTIONS"] === "true")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (flags: CheckFlags) => {
      const path = findConfig(process.cwd(), flags.config);
      const config = await readConfig(path);
      const configFolder = dirname(path);
      const baselinePath = resolve(configFolder, config.baseline ?? BASELINE);
      const rules = await checkRules(flags, { path, config, baselinePath });
      await withTemporaryFolder("check", context.signal, async (folder) => {
        await runCheck({ ...context, flags, config, configFolder, baselinePath, rules, folder });
      });
    });
};

async function runCheck(checking: Checking): Promise<void> {
  const { flags, config } = checking;
  // Before anything that takes long.
  for (const name of config.speed?.runtimes ?? []) findRuntime(name, runtimeTable);
  if (flags.update === true) {
    const { report, lines } = await updateBaseline(checking);
    await tell(report, lines, checking);
    return failWhere(report);
  }
  const report = await (flags.against === undefined
    ? checkAgainstBaseline(checking)
    : checkAgainstRevision(checking, flags.against));
  await tell(report, renderText(report, { verbose: checking.terminal.isVerbose }), checking);
  failWhere(report);
}

function failWhere({ findings }: GateReport): void {
  if (findings.some(isFailure)) throw new CheckFailedError(findings);
}

async function tell(
  found: GateReport,
  lines: readonly string[],
  { flags, rules, terminal, signal }: Checking,
): Promise<void> {
  const { junit, json, github } = flags;
  if (json === true) terminal.json(found);
  else terminal.out(lines.map(paintFirstWord));
  if (junit !== undefined) {
    const file = { path: junit, kind: junitText.kind, content: junitText.print(renderJunit(found)) };
    await writeFileAtomically(file, { ...rules.junit, signal });
  }
  if (!github) return;
  // GitHub reads both streams, and stdout may be a JSON document.
  for (const line of renderAnnotations(found)) terminal.annotate(line);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (!summary) return;
  // The verdict stands, whoever cannot read it there.
  await appendFile(summary, renderSummary(found)).catch((cause: unknown) => {
    terminal.problem(`warning: no job summary, since ${writeError(summary, cause).summary}`);
  });
}
