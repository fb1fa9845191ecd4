/** The folder of a run: what it was made with, what it measured, its weights, and where it stands. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LinknetError } from "@linknet-kit/base";
import {
  FOLDER_LOCK,
  type FileKind,
  FileMissingError,
  type Lock,
  NotReplacedError,
  checkOutputs,
  lockFolder,
  makeFolder,
  readBytes,
  removeEmpty,
  workingFile,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import type { Graph, Weights } from "@linknet-kit/core";
import { matchWeights, readSafetensors, writeSafetensors } from "@linknet-kit/weights";
import type { CheckpointNotes } from "./checkpoint.js";
import { drawCurves } from "./curves.js";
import { DamagedRunError, NOT_WITHOUT_IT, OccupiedFolderError } from "./errors.js";
import { type Metrics, measuredBy, parseMetrics, printMetrics } from "./metrics.js";

const FIELD = "linknetTraining";
const VERSION = 1;
const MAXIMUM_BYTES = 2 ** 30;

/** Names of the files, all of them in the folder. */
const FILES = {
  config: "config.json",
  metrics: "metrics.jsonl",
  curves: "curves.svg",
  checkpoint: "checkpoint.safetensors",
  best: "best.safetensors",
  last: "last.safetensors",
} as const;

const LEARNT: readonly string[] = [FILES.best, FILES.last, FILES.metrics];

/** What a process leaves that was killed while it wrote. */
const LEFTOVER = /^\.linknet-.*\.tmp$/;

export interface RunFolderOptions {
  /** Whether a run that the folder holds may go on. */
  readonly resume?: boolean | undefined;
  /** Files of the caller's own, by name, that may stand beside those of the run. */
  readonly beside?: Readonly<Record<string, FileKind>>;
}

export class RunFolder {
  readonly folder: string;
  /** Whether a checkpoint was there when it was opened. */
  readonly hasCheckpoint: boolean;
  /** What `writeConfig` had written by then; nothing where no run came to that. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  readonly #lock: Lock;
  readonly #made: readonly string[];

  private constructor({ folder, names, config, lock, made }: Opened) {
    this.folder = folder;
    this.hasCheckpoint = names.includes(FILES.checkpoint);
    this.config = config;
    this.#lock = lock;
    this.#made = made;
  }

  /**
   * Makes the folder, and locks it until it is closed: a `LockedError` where another process has it. One that holds a run is opened where
   * `resume` allows it, or where nothing was learnt yet; any other must be empty. A `DamagedRunError` where something was learnt and the
   * checkpoint is gone.
   */
  static async open(folder: string, { resume = false, beside = {} }: RunFolderOptions = {}): Promise<RunFolder> {
    const made = await makeFolder(folder);
    const lock = await lockFolder(folder);
    try {
      const names = await readdir(folder);
      const config = names.includes(FILES.config) ? await readConfig(join(folder, FILES.config)) : undefined;
      const isRun = config !== undefined;
      const uncounted: readonly string[] = [FOLDER_LOCK, FILES.config, ...Object.keys(beside)];
      const learnt = names.filter((name) => !uncounted.includes(name) && !LEFTOVER.test(name));
      const isTaken = learnt.length > 0 || (await hasForeign(folder, beside));
      if (isTaken && !(isRun && resume)) throw new OccupiedFolderError({ folder, isRun });
      checkCheckpoint(folder, names);
      return new RunFolder({ folder, names, config, lock, made });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Gives it back; where it was made for this and nothing is in it, it is gone. */
  async close(): Promise<void> {
    await this.#lock.release();
    await removeEmpty(this.#made);
  }

  path(file: keyof typeof FILES): string {
    return join(this.folder, FILES[file]);
  }

  async writeConfig(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const content = `${JSON.stringify({ [FIELD]: VERSION, ...settings }, undefined, 2)}\n`;
    await this.#write("config", content);
  }

  /**
   * What was measured up to where a checkpoint stands, all of which must be there but the last, which the checkpoint has too; later lines, which
   * it knows nothing of, are measured again.
   */
  async readMetrics({
    position,
    measured,
  }: Pick<CheckpointNotes, "position" | "measured">): Promise<readonly Metrics[]> {
    const { updates, epoch } = position;
    const path = this.path("metrics");
    const all = parseMetrics((await readText(path)) ?? "");
    const before = measuredBy(all, position);
    const lacking = updates + epoch - before.length;
    if (lacking === 0) return before;
    const isCutOff = lacking === 1 && measured !== undefined && !isDeepStrictEqual(before.at(-1), measured);
    if (isCutOff) return [...before, measured];
    const problem = `is whole up to line ${all.length} alone, and lacks measures before update ${updates}, where the checkpoint stands`;
    throw new DamagedRunError({ path, problem });
  }

  /** Whether the weights that were the best are there; a `DamagedRunError` where they are no weights of the network any more. */
  async hasBest(graph: Graph): Promise<boolean> {
    const path = this.path("best");
    try {
      matchWeights(graph, (await readSafetensors(path)).tensors);
      return true;
    } catch (cause) {
      if (cause instanceof FileMissingError) return false;
      if (!(cause instanceof LinknetError)) throw cause;
      const hint = "put a copy of the file there, or delete it: the best is then that of the epochs to come";
      throw new DamagedRunError({ path, problem: "has no weights of this network any more", hint, cause });
    }
  }

  async writeMetrics(metrics: readonly Metrics[]): Promise<void> {
    await this.#write("metrics", printMetrics(metrics));
    await this.#write("curves", drawCurves(metrics));
  }

  /** Weights alone, as any command takes them. */
  async writeWeights(file: "best" | "last", graph: Graph, weights: Weights): Promise<void> {
    // The folder is this run's, whatever became of the file.
    await writeSafetensors({ graph, weights }, this.path(file), { force: true });
  }

  async #write(file: keyof typeof FILES, content: string): Promise<void> {
    await writeFileAtomically({ path: this.path(file), kind: workingFile, content });
  }
}

/** A run that starts over would write over what was learnt. */
function checkCheckpoint(folder: string, names: readonly string[]): void {
  if (names.includes(FILES.checkpoint)) return;
  const learnt = LEARNT.filter((name) => names.includes(name));
  if (learnt.length === 0) return;
  const problem = `is gone, which says where the run stands; of what it learnt there is ${learnt.join(", ")}`;
  const hint = `${NOT_WITHOUT_IT}; to start over here, delete what is there`;
  throw new DamagedRunError({ path: join(folder, FILES.checkpoint), problem, hint });
}

interface Opened {
  readonly folder: string;
  readonly names: readonly string[];
  readonly config: RunFolder["config"];
  readonly lock: Lock;
  readonly made: readonly string[];
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { [FIELD]: version, ...settings } = Object(JSON.parse((await readText(path)) ?? "")) as Record<
      string,
      unknown
    >;
    if (version === VERSION) return settings;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DamagedRunError({ path, problem: "is no configuration of a training" });
}

async function hasForeign(folder: string, beside: Readonly<Record<string, FileKind>>): Promise<boolean> {
  const outputs = Object.entries(beside).map(([name, kind]) => ({ path: join(folder, name), kind }));
  try {
    await checkOutputs(outputs);
    return false;
  } catch (error) {
    if (error instanceof NotReplacedError) return true;
    throw error;
  }
}

/** Nothing where there is no file. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  } catch (error) {
    if (error instanceof FileMissingError) return undefined;
    throw error;
  }
}
