/** `linknet check`: the gate of CI. What networks cost against a committed baseline, how fast they are beside another revision. */
import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type Runtime, findRuntime } from "@linknet-kit/bench";
import { LinknetError } from "@linknet-kit/core";
import { withTemporaryFolder, writeError, writeFileAtomically } from "@linknet-kit/files";
import {
  type Config,
  type ExactRecord,
  type Finding,
  GitBase,
  type GateReport,
  checkExact,
  countFile,
  findConfig,
  makeReport,
  readBaseline,
  readConfig,
  renderAnnotations,
  renderJunit,
  renderSummary,
  renderText,
  subjectName,
  writeBaseline,
} from "@linknet-kit/gate";
import { ownCommand } from "../ownCommand.js";
import { runtimeTable } from "../runtimeTable.js";
import { findSpeed } from "../speedFindings.js";
import { writeBaseSubject, writeSubject } from "../subjectFiles.js";
import type { AddCommand, Context } from "./context.js";

interface CheckFlags {
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

  constructor(failed: readonly Finding[], findings: number) {
    const isCounted = failed.some(({ unit }) => unit !== "ms");
    const ways = [
      ...(isCounted ? ["take over what is counted with linknet check --update and commit it"] : []),
      ...(failed.some(({ unit }) => unit === "ms")
        ? ['let pass a larger slow-down with "allowance" of "speed" in the config']
        : []),
    ];
    super(`${failed.length} of ${findings} figures failed`, {
      hint: `where that is what you want, ${ways.join(", and ")}`,
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

linknet.config.json says what is checked, docs/check.md how. Exit 1 where anything fails; inconclusive is no failure.`;

export const addCheck: AddCommand = (program, context) => {
  program
    .command("check")
    .description("the gate of CI: what networks cost against a baseline, how fast they are beside another revision")
    .option("--config <file>", "instead of the linknet.config.json or .mjs of this folder")
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
      await withTemporaryFolder("check", context.signal, async (folder) => {
        await runCheck({ ...context, flags, config, configFolder: dirname(path), folder });
      });
    });
};

interface Checking extends Context {
  readonly flags: CheckFlags;
  readonly config: Config;
  readonly configFolder: string;
  /** For artifacts. */
  readonly folder: string;
}

async function runCheck(checking: Checking): Promise<void> {
  const { flags, config, configFolder, terminal, signal } = checking;
  const path = resolve(configFolder, config.baseline ?? BASELINE);
  // Before anything that takes long.
  for (const name of config.speed?.runtimes ?? []) findRuntime(name, runtimeTable);
  const candidates = await countSubjects(checking);
  if (flags.update === true) {
    const before = existsSync(path) ? await readBaseline(path) : new Map<string, ExactRecord>();
    await writeBaseline(path, candidates, signal);
    await report(makeReport("the baseline before", findExact(checking, before, candidates)), checking);
    terminal.note(`wrote ${shown(path)}; commit it`);
    return;
  }
  const found = await (flags.against === undefined
    ? findAgainstBaseline(checking, candidates, path)
    : findAgainstRevision(checking, candidates, flags.against, path));
  await report(found, checking);
  const failed = found.findings.filter(({ verdict }) => verdict === "fail");
  if (failed.length > 0) throw new CheckFailedError(failed, found.findings.length);
}

async function findAgainstBaseline(checking: Checking, candidates: readonly ExactRecord[], path: string) {
  const { config, flags, terminal } = checking;
  const baseline = await readBaseline(path);
  if (config.speed !== undefined && flags.speed) {
    terminal.note("speed is checked beside another revision only: give one with --against, or --no-speed");
  }
  return makeReport(shown(path), findExact(checking, baseline, candidates));
}

/** Growth beside the revision passes where the committed baseline has it: that is how a change says that it is wanted. */
async function findAgainstRevision(
  checking: Checking,
  candidates: readonly ExactRecord[],
  revision: string,
  baselinePath: string,
) {
  const { config, configFolder, flags, folder, terminal, signal } = checking;
  const wanted = existsSync(baselinePath) ? await readBaseline(baselinePath) : undefined;
  const onStep = (text: string): void => terminal.note(text);
  const base = await GitBase.open({
    revision,
    folder: configFolder,
    commands: config.base,
    own: ownCommand,
    onStep,
    signal,
  });
  try {
    const files = { folder: join(folder, "base"), configFolder, signal, base };
    const records = new Map<string, ExactRecord>();
    for (const subject of config.subjects) {
      const path = await writeBaseSubject(subject, "onnx", files);
      if (path !== undefined) records.set(subjectName(subject), await countFile(subjectName(subject), path));
    }
    const exact = findExact(checking, records, candidates, wanted);
    const speed = flags.speed && config.speed !== undefined ? await speedOf(checking, config.speed, base) : [];
    return makeReport(`${revision} (${base.commit.slice(0, 12)})`, [...exact, ...speed]);
  } finally {
    await base.close();
  }
}

async function speedOf(
  checking: Checking,
  speed: NonNullable<Config["speed"]>,
  base: GitBase,
): Promise<readonly Finding[]> {
  const { config, configFolder, folder, terminal, signal } = checking;
  return await findSpeed({
    ...speed,
    subjects: config.subjects,
    runtimes: speed.runtimes.map((name): Runtime => findRuntime(name, runtimeTable)),
    baseOf: (subject, format) =>
      writeBaseSubject(subject, format, { folder: join(folder, "base"), configFolder, signal, base }),
    candidateOf: (subject, format) =>
      writeSubject(subject, format, { folder: join(folder, "now"), configFolder, signal }),
    terminal,
    signal,
  });
}

async function countSubjects({
  config,
  configFolder,
  folder,
  terminal,
  signal,
}: Checking): Promise<readonly ExactRecord[]> {
  const records: ExactRecord[] = [];
  for (const subject of config.subjects) {
    const name = subjectName(subject);
    terminal.status(`counting ${name} ...`);
    const path = await writeSubject(subject, "onnx", { folder: join(folder, "now"), configFolder, signal });
    records.push(await countFile(name, path!));
  }
  return records;
}

function findExact(
  { config }: Checking,
  base: ReadonlyMap<string, ExactRecord>,
  candidates: readonly ExactRecord[],
  wanted?: ReadonlyMap<string, ExactRecord>,
) {
  return candidates.flatMap((candidate) => {
    const { subject } = candidate;
    return checkExact(base.get(subject), candidate, { allowances: config.allowances, wanted: wanted?.get(subject) });
  });
}

/** From the folder that the command was given in. */
function shown(path: string): string {
  return relative(process.cwd(), path);
}

async function report(found: GateReport, { flags, terminal, signal }: Checking): Promise<void> {
  const { junit, json, github } = flags;
  if (json === true) terminal.json(found);
  else terminal.out(renderText(found));
  if (junit !== undefined) await writeFileAtomically(junit, renderJunit(found), { signal });
  if (!github) return;
  // GitHub reads both streams, and stdout may be a JSON document.
  for (const line of renderAnnotations(found)) terminal.annotate(line);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (!summary) return;
  // The verdict stands, whoever cannot read it there.
  await appendFile(summary, renderSummary(found)).catch((cause: unknown) => {
    terminal.note(`warning: no job summary, since ${writeError(summary, cause).summary}`);
  });
}
