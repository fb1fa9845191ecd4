/** Networks beside another revision of them, or beside another artifact, in one run. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { openSuiteNetworks } from "@linknet-kit/bench";
import type { ImageSize } from "@linknet-kit/results";
import { readResultFile } from "@linknet-kit/results/files";
import { type Runtime, findRuntime } from "@linknet-kit/runtimes";
import { type Subject, findConfig, hasConfig, readConfig } from "../config/config.js";
import { AgainstChoiceError, NoRevisionError } from "../errors.js";
import { GitBase } from "../revision/gitBase.js";
import { writeBaseSubject, writeSubject } from "../subjects/subjectFiles.js";
import { type GateReport, makeReport } from "../verdict.js";
import { type SpeedRun, findSpeed } from "./findSpeed.js";

/** What is compared; what is not given is `DEFAULTS`, or what the base has. */
export interface BaseComparison extends Pick<SpeedRun, "budgetSeconds" | "narrator" | "signal"> {
  /** In the words that `openNetwork` takes. */
  readonly networks?: readonly string[] | undefined;
  readonly sizes?: readonly ImageSize[] | undefined;
  readonly batch?: readonly number[] | undefined;
  /** The networks' own unless given. */
  readonly classes?: number | undefined;
  /** By their names in `table`. */
  readonly runtimes?: readonly string[] | undefined;
  readonly table: readonly Runtime[];
  /** Not more than one number. */
  readonly threads?: readonly number[] | undefined;
  /** The words of this very command line, for projects that have none of their own. */
  readonly ownCommand: readonly string[];
  /** Where relative paths start, and a config is looked for. */
  readonly workingFolder: string;
  /** For artifacts that are written on the way. */
  readonly folder: string;
}

const DEFAULTS = { networks: ["linknet"], sizes: [{ width: 640, height: 360 }], runtimes: ["onnxruntime-node/cpu"] };

/**
 * One finding for each network at each size on each runtime. `base` is a revision of git, an ONNX file or tfjs model, which takes one network
 * at one size, or a result file: that one's revision, with the cells of it that the options let through.
 */
export async function compareWithBase(base: string, options: BaseComparison): Promise<GateReport> {
  // What is no network is said before another revision is set up.
  await openSuiteNetworks(options.networks ?? [], options.workingFolder);
  if (!existsSync(base)) return await againstRevision(base, subjectsOf(options), options);
  const file = statSync(base).isDirectory() ? join(base, "model.json") : base;
  if (file.endsWith(".json") && !file.endsWith("model.json")) return await againstResult(base, options);
  return await againstArtifact(base, file, options);
}

async function againstArtifact(base: string, file: string, options: BaseComparison): Promise<GateReport> {
  const subjects = subjectsOf(options);
  if (subjects.length !== 1) throw new AgainstChoiceError("a file takes one network at one size");
  const own = file.endsWith(".onnx") ? "onnx" : "tfjs";
  const path = resolve(options.workingFolder, file);
  const baseOf: SpeedRun["baseOf"] = async (_, format) => (format === own ? path : undefined);
  return makeReport(base, await findSpeed(speedRun(subjects, options, baseOf)));
}

/** The file's revision beside this one; what the file measured says only which cells are meant. */
async function againstResult(path: string, options: BaseComparison): Promise<GateReport> {
  const { gitRevision, environment, results } = await readResultFile(path);
  if (gitRevision === "unknown") throw new NoRevisionError({ path, reason: "it was measured outside a repository" });
  if (environment.gitDirty === true) {
    throw new NoRevisionError({ path, reason: "it was measured with changes that were not committed" });
  }
  const { sizes, classes } = options;
  const networks = await openSuiteNetworks(options.networks ?? [], options.workingFolder);
  const names = runtimesOf(options).map(({ name }) => name);
  const chosen = results.filter(
    ({ network, size, runtime, latency }) =>
      latency !== undefined &&
      names.includes(runtime) &&
      (networks.size === 0 || networks.has(network)) &&
      (sizes?.some(({ width, height }) => width === size.width && height === size.height) ?? true),
  );
  if (chosen.length === 0) throw new AgainstChoiceError(`${path} has no latency of these networks, sizes and runtimes`);
  const subjects = chosen.map(({ network, size, batch }) =>
    subjectOf(networks.get(network)?.word ?? network, size, { batch, classes }),
  );
  const unique = [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
  return await againstRevision(gitRevision, unique, options);
}

async function againstRevision(
  revision: string,
  subjects: readonly Subject[],
  options: BaseComparison,
): Promise<GateReport> {
  const { workingFolder: configFolder, folder, ownCommand: own, narrator, signal } = options;
  const commands = hasConfig(configFolder) ? (await readConfig(findConfig(configFolder))).base : undefined;
  const base = await GitBase.open({ revision, folder: configFolder, commands, own, onStep: narrator.note, signal });
  try {
    const files = { folder: join(folder, "base"), configFolder, signal, base };
    const findings = await findSpeed(
      speedRun(subjects, options, (subject, format) => writeBaseSubject(subject, format, files)),
    );
    return makeReport(`${revision} (${base.commit.slice(0, 12)})`, findings);
  } finally {
    await base.close();
  }
}

function speedRun(subjects: readonly Subject[], options: BaseComparison, baseOf: SpeedRun["baseOf"]): SpeedRun {
  const { threads = [], budgetSeconds, folder, workingFolder: configFolder, narrator, signal } = options;
  if (threads.length > 1) throw new AgainstChoiceError("takes one number of threads");
  return {
    subjects,
    runtimes: runtimesOf(options),
    threads: threads[0],
    budgetSeconds,
    baseOf,
    candidateOf: (subject, format) =>
      writeSubject(subject, format, { folder: join(folder, "now"), configFolder, signal }),
    narrator,
    signal,
  };
}

function runtimesOf({ runtimes = DEFAULTS.runtimes, table }: BaseComparison): readonly Runtime[] {
  return runtimes.map((name) => findRuntime(name, table));
}

function subjectsOf(options: BaseComparison): readonly Subject[] {
  const { networks = DEFAULTS.networks, sizes = DEFAULTS.sizes, batch = [1], classes } = options;
  return networks.flatMap((network) =>
    sizes.flatMap((size) => batch.map((images) => subjectOf(network, size, { batch: images, classes }))),
  );
}

function subjectOf(
  network: string,
  { width, height }: ImageSize,
  { batch, classes }: { readonly batch: number; readonly classes: number | undefined },
): Subject {
  return { network, size: `${width}x${height}`, batch, ...(classes === undefined ? {} : { classes }) };
}
