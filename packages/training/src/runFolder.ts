/** The folder of a run: what it was made with, what it measured, its weights, and where it stands. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type FileKind,
  jsonDocument,
  makeFolder,
  readBytes,
  systemCode,
  workingFile,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import type { Graph, Weights } from "@linknet-kit/core";
import { writeSafetensors } from "@linknet-kit/weights";
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

export class RunFolder {
  readonly folder: string;
  /** Whether a checkpoint was there when it was opened. */
  readonly hasCheckpoint: boolean;

  private constructor(folder: string, hasCheckpoint: boolean) {
    this.folder = folder;
    this.hasCheckpoint = hasCheckpoint;
  }

  /** Makes the folder; one that holds a run is opened where `resume` allows it, any other must be empty. */
  static async open(folder: string, resume: boolean): Promise<RunFolder> {
    const names = await namesIn(folder);
    const isRun = names.includes(FILES.config);
    if (names.length > 0 && !(isRun && resume)) throw new OccupiedFolderError({ folder, isRun });
    await makeFolder(folder);
    return new RunFolder(folder, names.includes(FILES.checkpoint));
  }

  path(file: keyof typeof FILES): string {
    return join(this.folder, FILES[file]);
  }

  async writeConfig(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const content = `${JSON.stringify({ [FIELD]: 1, ...settings }, undefined, 2)}\n`;
    await writeFileAtomically({ path: this.path("config"), kind: config, content });
  }

  /** What was measured up to an update; later lines, which the checkpoint knows nothing of, are measured again. */
  async readMetrics(updates: number): Promise<readonly Metrics[]> {
    const path = this.path("metrics");
    const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
    return parseMetrics(path, new TextDecoder().decode(bytes)).filter(({ update }) => update <= updates);
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

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // What is no folder is refused where one is made.
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return [];
    throw error;
  }
}
