/** What converted artifacts compute beside what the file computes that they were made of, on one seeded input. */
import type { ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import type { OpenSizes } from "@linknet-kit/onnx";
import { loadOutput } from "../child/stored.js";
import { allowedCores } from "../machine/cores.js";
import { HALF_TOLERANCE, TOLERANCE, allowedShare, areLabels } from "../measure/check.js";
import { type ModelFile, openModelFile } from "../modelFile/openModelFile.js";
import { prepareProcess, runJob } from "../process/runJob.js";
import { findRuntime } from "../table/table.js";
import { checkEnds } from "../verify/checkEnds.js";
import { type ComparedValue, compareOutput } from "../verify/compareOutput.js";
import { type Reference, makeIndependentReference } from "../verify/reference.js";
import { type VerifiedRun, verifyArtifacts } from "../verify/verifyArtifacts.js";

/** The runtime that an artifact is run by, which every user of its format can have in Node. */
const RUNTIMES = { onnx: "onnxruntime-node/cpu", tfjs: "tfjs/wasm" } as const;
const STALL_MS = 900_000;

export interface Parity {
  readonly reference: {
    /** The file that was converted. */
    readonly artifact: string;
    /** What computed it, in words; absent where nothing could. */
    readonly by?: string;
    /** Why nothing could. */
    readonly reason?: string;
  };
  readonly seed: number;
  /** One an artifact that a runtime loads. */
  readonly runs: readonly VerifiedRun[];
}

export interface ParityOptions {
  readonly sizes: OpenSizes;
  readonly seed: number;
  /** Relative to the largest expected value; by the types of both files unless given. */
  readonly tolerance?: number | undefined;
  readonly folder: string;
  /** Of the artifact that is compared first, so that what runs it is loaded meanwhile. */
  readonly format: keyof typeof RUNTIMES | undefined;
  readonly signal: AbortSignal | undefined;
}

/** An artifact as it lies now, and what it is called in what is told. */
export interface ParitySubject {
  readonly path: string;
  readonly called: string;
}

/** The reference of a file, which is computed while the artifacts are made; an error is told as a reason. */
export class ParityReference {
  readonly #source: string;
  readonly #options: ParityOptions;
  readonly #closed = new AbortController();
  readonly #prepared: ChildProcess | undefined;
  readonly #made: Promise<{ readonly file: ModelFile; readonly reference: Reference } | { readonly reason: string }>;

  constructor(source: string, options: ParityOptions) {
    const { format, signal } = options;
    this.#source = source;
    this.#options = { ...options, signal: AbortSignal.any([this.#closed.signal, ...(signal ? [signal] : [])]) };
    this.#prepared = format && prepareProcess(findRuntime(RUNTIMES[format]).driver);
    this.#made = this.#make();
    // It is waited for later.
    this.#made.catch(() => undefined);
  }

  async #make() {
    const { sizes, seed, folder, signal } = this.#options;
    return await reasoned(async () => {
      const file = await openModelFile(this.#source, sizes);
      const options = { layers: false, seed, signal, folder: join(folder, "reference") };
      return { file, reference: await makeIndependentReference(file, options) };
    });
  }

  /** Ends what still runs for it. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#prepared?.kill("SIGKILL");
    await this.#made.catch(() => undefined);
  }

  /** Runs each artifact once; where it does not agree, again with its layers, to name the first that differs. */
  async compare(subjects: readonly ParitySubject[]): Promise<Parity> {
    const made = await this.#made;
    const { seed } = this.#options;
    const artifact = this.#source;
    if ("reason" in made) return { reference: { artifact, reason: made.reason }, seed, runs: [] };
    const runs: VerifiedRun[] = [];
    for (const [index, subject] of subjects.entries()) {
      const run = await this.#compareOne(subject, { ...made, place: join(this.#options.folder, `run-${index}`) });
      runs.push({ ...run, artifact: subject.called });
    }
    return { reference: { artifact, by: made.reference.by }, seed, runs };
  }

  async #compareOne({ path, called }: ParitySubject, context: RunContext): Promise<VerifiedRun> {
    const { sizes } = this.#options;
    const opened = await reasoned(() => openModelFile(path, sizes));
    if ("reason" in opened) {
      const reason = opened.reason.replaceAll(path, called);
      // Of an ONNX file that only says that it cannot be run here.
      if (path.endsWith(".onnx")) return { artifact: called, runtime: RUNTIMES.onnx, status: "error", reason };
      return { artifact: called, runtime: RUNTIMES.tfjs, status: "failed", reason };
    }
    const runtime = RUNTIMES[opened.format];
    const ends = await reasoned(async () => checkEnds(opened, context.file));
    if (ends !== undefined) {
      return { artifact: called, runtime, status: "failed", reason: ends.reason.replaceAll(path, called) };
    }
    const run = await reasoned(() => this.#run(opened, context));
    if ("reason" in run && !("status" in run))
      return { artifact: called, runtime, status: "error", reason: run.reason };
    if (run.status !== "failed") return run;
    const layers = await reasoned(() => this.#findDivergence(path, runtime));
    return { ...run, ...layers };
  }

  async #run(artifact: ModelFile, { file, reference, place }: RunContext): Promise<VerifiedRun> {
    const { seed, signal, tolerance: asked } = this.#options;
    const { driver, name: runtime } = findRuntime(RUNTIMES[artifact.format]);
    const known = { artifact: artifact.path, runtime };
    await mkdir(place);
    const { file: path, inputs, outputs: ends, externalData } = artifact;
    const loaded = { path, inputs, outputs: ends, ...(externalData && { externalData }) };
    const load = { threads: allowedCores() };
    const job = { kind: "run", driver, artifact: loaded, load, seed, outputFolder: place } as const;
    const outcome = await runJob(job, { stallMs: STALL_MS, prepared: this.#prepared, signal });
    if (outcome.kind !== "answer") return { ...known, status: "error", reason: outcome.reason };
    const { version, device } = outcome.answer;
    const tolerance = asked ?? (artifact.isHalf || file.isHalf ? HALF_TOLERANCE : TOLERANCE);
    const most = allowedShare(file.passesPositions, areLabels(file.outputs));
    const outputs: ComparedValue[] = [];
    const wanted = { outputs: file.outputs, load: reference.load, tolerance, allowed: most };
    for (const [position, output] of ends.entries()) {
      const compared = await compareOutput(output, await loadOutput(place, position), wanted);
      if (typeof compared === "string") {
        return { ...known, version, device, status: "failed", tolerance, reason: compared };
      }
      outputs.push(compared);
    }
    const status = outputs.every(({ passed }) => passed) ? "passed" : "failed";
    const allowed = most === 0 ? {} : { allowedShareAbove: most };
    return { ...known, version, device, status, tolerance, ...allowed, outputs };
  }

  /** By the reference that knows the values between the nodes. */
  async #findDivergence(path: string, runtime: string): Promise<Partial<VerifiedRun>> {
    const { sizes, seed, signal, tolerance } = this.#options;
    const { runs } = await verifyArtifacts({
      artifacts: [path],
      runtimes: [findRuntime(runtime)],
      isChosen: true,
      reference: this.#source,
      layers: true,
      sizes,
      seed,
      tolerance,
      signal,
    });
    const { firstDivergence, layers, notComparable, layersReason } = runs[0]!;
    return {
      ...(firstDivergence !== undefined && { firstDivergence }),
      ...(layers && { layers }),
      ...(notComparable && { notComparable }),
      ...(layersReason !== undefined && { layersReason }),
    };
  }
}

interface RunContext {
  readonly file: ModelFile;
  readonly reference: Reference;
  readonly place: string;
}

/** What can be told as a reason is no error here: an artifact that could not be compared is told as one. */
async function reasoned<T>(make: () => Promise<T>): Promise<T | { readonly reason: string }> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
    return { reason: error.message };
  }
}
