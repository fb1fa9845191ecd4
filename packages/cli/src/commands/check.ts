/** `linknet check`: the gate of CI. What networks cost against a committed baseline, how fast they are beside another revision. */
import { appendFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { withTemporaryFolder, writeError, writeFileAtomically } from "@linknet-kit/base/files";
import {
  type CheckOptions,
  type Finding,
  type GateReport,
  checkAgainstBaseline,
  checkAgainstRevision,
  findConfig,
  isFailure,
  readConfig,
  renderAnnotations,
  renderJunit,
  renderSummary,
  renderText,
  renderUpdate,
  updateBaseline,
} from "@linknet-kit/gate";
import { findRuntime } from "@linknet-kit/runtimes";
import { type CheckRules, checkRules, junitText } from "../checkRules.js";
import type { AddCommand, Context } from "../context.js";
import { fitted } from "../helpText.js";
import { narratorOf } from "../narratorOf.js";
import { type ForceFlag, addForce } from "../outputs.js";
import { ownCommand } from "../ownCommand.js";
import { paintFirstWord } from "../paintWords.js";
import { runtimeTable } from "../runtimeTable.js";
import type { Terminal } from "../terminal.js";

interface CheckFlags extends ForceFlag {
  readonly config?: string;
  readonly against?: string;
  readonly speed: boolean;
  readonly update?: boolean;
  readonly junit?: string;
  readonly github: boolean;
  readonly json?: boolean;
}

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
    "base": { "setup": "npm ci --ignore-scripts", "linknet": "npx --no linknet" },
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
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (flags: CheckFlags) => {
      const path = findConfig(process.cwd(), flags.config);
      const config = await readConfig(path);
      const configFolder = dirname(path);
      const baselinePath = resolve(configFolder, config.baseline ?? BASELINE);
      const rules = await checkRules(flags, { path, config, baselinePath });
      const { terminal, signal } = context;
      await withTemporaryFolder("check", signal, async (folder) => {
        const narrator = narratorOf(terminal);
        const options = { config, configFolder, baselinePath, folder, narrator, signal };
        const { report, lines } = await check(options, rules, { flags, terminal });
        await tell(report, lines, { flags, rules, ...context });
        if (report.findings.some(isFailure)) throw new CheckFailedError(report.findings);
      });
    });
};

interface Found {
  readonly report: GateReport;
  readonly lines: readonly string[];
}

async function check(
  options: CheckOptions,
  rules: CheckRules,
  { flags, terminal }: { readonly flags: CheckFlags; readonly terminal: Terminal },
): Promise<Found> {
  const { config, baselinePath } = options;
  // Before anything that takes long.
  for (const name of config.speed?.runtimes ?? []) findRuntime(name, runtimeTable);
  const shown = relative(process.cwd(), baselinePath);
  if (flags.update === true) {
    const { report, ...update } = await updateBaseline({ ...options, rule: rules.baseline });
    return { report, lines: renderUpdate({ path: shown, findings: report.findings, ...update }) };
  }
  const { against: revision, speed } = flags;
  if (revision === undefined && config.speed !== undefined && speed) {
    terminal.note("speed is checked beside another revision only: give one with --against, or --no-speed");
  }
  const report = await (revision === undefined
    ? checkAgainstBaseline(options, shown)
    : checkAgainstRevision({ ...options, revision, ownCommand, table: runtimeTable, speed }));
  return { report, lines: renderText(report, { verbose: terminal.isVerbose }) };
}

async function tell(
  found: GateReport,
  lines: readonly string[],
  { flags, rules, terminal, signal }: Context & { readonly flags: CheckFlags; readonly rules: CheckRules },
): Promise<void> {
  const { junit, json, github } = flags;
  if (json === true) terminal.json(found);
  else terminal.out(lines.map(paintFirstWord));
  if (junit !== undefined) {
    const file = { path: junit, kind: junitText.kind, content: junitText.print(await renderJunit(found)) };
    await writeFileAtomically(file, { ...rules.junit, signal });
  }
  if (!github) return;
  // GitHub reads both streams, and stdout may be a JSON document.
  for (const line of renderAnnotations(found)) terminal.annotate(line);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (!summary) return;
  // The verdict stands where the summary cannot be written.
  await appendFile(summary, renderSummary(found)).catch((cause: unknown) => {
    terminal.problem(`warning: no job summary, since ${writeError(summary, cause).summary}`);
  });
}
