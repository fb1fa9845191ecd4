/** `linknet bench --against`: networks beside another revision of them, or another artifact, in one run. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import {
  type Finding,
  GitBase,
  type Subject,
  findConfig,
  hasConfig,
  makeReport,
  readConfig,
  renderText,
} from "@linknet-kit/gate";
import { readResultFile } from "@linknet-kit/results/files";
import { findRuntime } from "@linknet-kit/runtimes";
import type { Context } from "./context.js";
import { ownCommand } from "./ownCommand.js";
import { paintFirstWord } from "./paintWords.js";
import { runtimeTable } from "./runtimeTable.js";
import { SlowerError } from "./slowerError.js";
import { type SpeedRun, findSpeed } from "./speedFindings.js";
import { writeBaseSubject, writeSubject } from "./subjectFiles.js";
import type { SuiteFlags } from "./suiteFlags.js";
import { openSuiteNetworks } from "./suiteNetworks.js";

/** A choice that an interleaved comparison does not have. */
class AgainstChoiceError extends UsageError {
  readonly code = "AGAINST_CHOICE";

  constructor(problem: string) {
    super(`--against ${problem}`);
  }
}

/** A result file that does not say what was measured. */
class NoRevisionError extends LinknetError {
  readonly code = "NO_REVISION";

  constructor(data: { readonly path: string; readonly reason: string }) {
    super(`${data.path} cannot be measured again: ${data.reason}`, {
      hint: "name a revision of git, or compare the two files with: linknet compare",
    });
  }
}

export interface AgainstFlags extends SuiteFlags {
  readonly json?: boolean;
}

/** Used where nothing else is chosen. */
const DEFAULTS = { networks: ["linknet"], sizes: [{ width: 640, height: 360 }], runtimes: ["onnxruntime-node/cpu"] };

/** Prints a verdict for each network on each runtime; rejects where one is slower. */
export async function benchAgainst(given: string, flags: AgainstFlags, context: Context): Promise<void> {
  // What is no network is said before another revision is set up.
  await openSuiteNetworks(flags.networks ?? []);
  await withTemporaryFolder("against", context.signal, async (folder) => {
    const { findings, base } = existsSync(given)
      ? await againstFile(given, flags, { ...context, folder })
      : await againstRevision(given, subjectsOf(flags), flags, { ...context, folder });
    const report = makeReport(base, findings);
    if (flags.json === true) context.terminal.json(report);
    else context.terminal.out(renderText(report).map(paintFirstWord));
    if (report.verdict === "fail") throw new SlowerError(report);
  });
}

interface Place extends Context {
  readonly folder: string;
}

interface Found {
  readonly base: string;
  readonly findings: readonly Finding[];
}

async function againstFile(path: string, flags: AgainstFlags, place: Place): Promise<Found> {
  const isFolder = statSync(path).isDirectory();
  const file = isFolder ? join(path, "model.json") : path;
  if (file.endsWith(".json") && !file.endsWith("model.json")) return await againstResult(path, flags, place);
  const subjects = subjectsOf(flags);
  if (subjects.length !== 1) throw new AgainstChoiceError("a file takes one network at one size");
  const own = file.endsWith(".onnx") ? "onnx" : "tfjs";
  const baseOf: SpeedRun["baseOf"] = async (_, format) => (format === own ? resolve(file) : undefined);
  return { base: path, findings: await findSpeed(speedRun(subjects, flags, { ...place, baseOf })) };
}

/** The file's revision beside this one; what the file measured says only which cells are meant. */
async function againstResult(path: string, flags: AgainstFlags, place: Place): Promise<Found> {
  const { gitRevision, environment, results } = await readResultFile(path);
  if (gitRevision === "unknown") throw new NoRevisionError({ path, reason: "it was measured outside a repository" });
  if (environment.gitDirty === true) {
    throw new NoRevisionError({ path, reason: "it was measured with changes that were not committed" });
  }
  const { sizes, runtimes = DEFAULTS.runtimes } = flags;
  const networks = await openSuiteNetworks(flags.networks ?? []);
  const names = runtimes.map((name) => findRuntime(name, runtimeTable).name);
  const chosen = results.filter(
    ({ network, size, runtime, latency }) =>
      latency !== undefined &&
      names.includes(runtime) &&
      (networks.size === 0 || networks.has(network)) &&
      (sizes?.some(({ width, height }) => width === size.width && height === size.height) ?? true),
  );
  if (chosen.length === 0) throw new AgainstChoiceError(`${path} has no latency of these networks, sizes and runtimes`);
  const subjects = chosen.map(({ network, size, batch }) =>
    subjectOf(networks.get(network)?.word ?? network, size, { batch, classes: flags.classes }),
  );
  const unique = [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
  return await againstRevision(gitRevision, unique, flags, place);
}

async function againstRevision(
  revision: string,
  subjects: readonly Subject[],
  flags: AgainstFlags,
  place: Place,
): Promise<Found> {
  const { terminal, signal } = place;
  const onStep = (text: string): void => terminal.note(text);
  const folder = process.cwd();
  const commands = hasConfig(folder) ? (await readConfig(findConfig(folder))).base : undefined;
  const base = await GitBase.open({ revision, folder, commands, own: ownCommand, onStep, signal });
  try {
    const files = { folder: join(place.folder, "base"), configFolder: folder, signal, base };
    const baseOf: SpeedRun["baseOf"] = (subject, format) => writeBaseSubject(subject, format, files);
    const findings = await findSpeed(speedRun(subjects, flags, { ...place, baseOf }));
    return { base: `${revision} (${base.commit.slice(0, 12)})`, findings };
  } finally {
    await base.close();
  }
}

function speedRun(
  subjects: readonly Subject[],
  flags: AgainstFlags,
  place: Place & Pick<SpeedRun, "baseOf">,
): SpeedRun {
  const { runtimes = DEFAULTS.runtimes, threads = [], budget } = flags;
  if (threads.length > 1) throw new AgainstChoiceError("takes one number of threads");
  const { folder, signal } = place;
  return {
    ...place,
    subjects,
    runtimes: runtimes.map((name) => findRuntime(name, runtimeTable)),
    threads: threads[0],
    budgetSeconds: budget,
    candidateOf: (subject, format) =>
      writeSubject(subject, format, { folder: join(folder, "now"), configFolder: process.cwd(), signal }),
  };
}

function subjectsOf({ networks = DEFAULTS.networks, sizes = DEFAULTS.sizes, batch = [1], classes }: AgainstFlags) {
  return networks.flatMap((network) =>
    sizes.flatMap((size) => batch.map((images) => subjectOf(network, size, { batch: images, classes }))),
  );
}

function subjectOf(
  network: string,
  { width, height }: { readonly width: number; readonly height: number },
  { batch, classes }: { readonly batch: number; readonly classes: number | undefined },
): Subject {
  return { network, size: `${width}x${height}`, batch, ...(classes === undefined ? {} : { classes }) };
}
