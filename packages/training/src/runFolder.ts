/** The folder of a run: what it was made with, what it measured, its weights, and where it stands. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  FOLDER_LOCK,
  type FileKind,
  type Lock,
  jsonDocument,
  lockFolder,
  makeFolder,
  readBytes,
  removeEmpty,
  workingFile,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import type { Graph, Weights } from "@linknet-kit/core";
import { writeSafetensors } from "@linknet-kit/weights";
import type { Position } from "./checkpoint.js";
import { drawCurves } from "./curves.js";
import { OccupiedFolderError } from "./errors.js";
import { type Metrics, parseMetrics, printMetrics } from "./metrics.js";

const FIELD = "linknetTraining";
const MAXIMUM_BYTES = 2 ** 30;
const config: FileKind = jsonDocument("configuration of a training", (document) => FIELD in document);

/** Names of the files, all of them in the folder. */
const FILES = {
  config: "config.json",
  metrics: "metrics.jsonl",
  curves: "curves.svg",
  checkpoint: "checkpoint.safetensors",
  best: "best.safetensors",
  last: "last.safetensors",
} as const;

/** What a process leaves that was killed while it wrote. */
const LEFTOVER = /^\.linknet-.*\.tmp$/;

export interface RunFolderOptions {
  /** Whether a run that the folder holds may go on. */
  readonly resume?: boolean | undefined;
  /** Files of the caller's own that may stand beside those of the run. */
  readonly beside?: readonly string[];
}

export class RunFolder {
  readonly folder: string;
  /** Whether a checkpoint was there when it was opened. */
  readonly hasCheckpoint: boolean;
  readonly #lock: Lock;
  readonly #made: readonly string[];

  private constructor(
    folder: string,
    names: readonly string[],
    held: { readonly lock: Lock; readonly made: readonly string[] },
  ) {
    this.folder = folder;
    this.hasCheckpoint = names.includes(FILES.checkpoint);
    this.#lock = held.lock;
    this.#made = held.made;
  }

  /**
   * Makes the folder, and locks it until it is closed: a `LockedError` where another process has it. One that holds a run is opened where
   * `resume` allows it, or where nothing was learnt yet; any other must be empty.
   */
  static async open(folder: string, { resume = false, beside = [] }: RunFolderOptions = {}): Promise<RunFolder> {
    const made = await makeFolder(folder);
    const lock = await lockFolder(folder);
    try {
      const names = await readdir(folder);
      const isRun = names.includes(FILES.config);
      const uncounted: readonly string[] = [FOLDER_LOCK, FILES.config, ...beside];
      const learnt = names.filter((name) => !uncounted.includes(name) && !LEFTOVER.test(name));
      if (learnt.length > 0 && !(isRun && resume)) throw new OccupiedFolderError({ folder, isRun });
      return new RunFolder(folder, names, { lock, made });
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
    const content = `${JSON.stringify({ [FIELD]: 1, ...settings }, undefined, 2)}\n`;
    await writeFileAtomically({ path: this.path("config"), kind: config, content });
  }

  /** What was measured up to where a checkpoint stands; later lines, which it knows nothing of, are measured again. */
  async readMetrics({ updates, epoch }: Pick<Position, "updates" | "epoch">): Promise<readonly Metrics[]> {
    const path = this.path("metrics");
    const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
    const all = parseMetrics(path, new TextDecoder().decode(bytes));
    return all.filter((each) => (each.kind === "epoch" ? each.epoch < epoch : each.update <= updates));
  }

  async writeMetrics(metrics: readonly Metrics[]): Promise<void> {
    await this.#write("metrics", printMetrics(metrics));
    await this.#write("curves", drawCurves(metrics));
  }

  /** Weights alone, as any command takes them. */
  async writeWeights(file: "best" | "last", graph: Graph, weights: Weights): Promise<void> {
    await writeSafetensors({ graph, weights }, this.path(file));
  }

  async #write(file: keyof typeof FILES, content: string): Promise<void> {
    await writeFileAtomically({ path: this.path(file), kind: workingFile, content });
  }
}
