/**
 * Expected outputs. Where it is quick the evaluator computes them. Elsewhere a runtime does, running the nodes one by one on one
 * thread without optimisations, after its outputs have been compared with the evaluator's on the same network at a small size.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "@linknet-kit/core";
import { compareOutputs } from "../child/compare.js";
import { toPlainModel } from "../child/plainModel.js";
import { loadOutputs } from "../child/stored.js";
import { type Outcome, runJob } from "../process/runJob.js";
import type { Device, LoadOptions, Runtime } from "../runtimes/runtime.js";
import type { Artifacts, ModelRequest, PreparedArtifact } from "./artifacts.js";
import { TOLERANCE, describeComparison, isRight, passesPositions } from "./check.js";
import type { Step } from "./events.js";

export interface Reference {
  /** Where the expected output comes from, in words. */
  readonly name: string;
  /** Of the outputs. */
  readonly folder: string;
}

export interface ReferenceOptions {
  readonly artifacts: Artifacts;
  readonly folder: string;
  readonly runtime: Runtime;
  readonly seed: number;
  /** Multiply-accumulates up to which the evaluator is asked directly. */
  readonly evaluatorMacs: number;
  readonly signal: AbortSignal | undefined;
}

/** Where runtimes are compared with the evaluator: small, not square, and odd after some halvings. */
const SMALL_SIZE = { width: 64, height: 48 };
const SMALL = `${SMALL_SIZE.width}x${SMALL_SIZE.height}`;

/** Another image is tried where a near-tie of two maxima may have spoilt the one before. */
const ATTEMPTS = 3;

/** One thread without optimisations may take minutes for what takes seconds otherwise. */
const STALL_MS = 900_000;

const PLAIN: LoadOptions = { threads: 1, optimise: false };

/** How a runtime compares with the evaluator at the small size, where every element must be right. */
export interface Agreement {
  readonly agrees: boolean;
  readonly text: string;
}

type OnStep = (step: Step) => void;

/** Expected outputs in a folder of the suite, by the hash of the artifact they are expected of. */
export class References {
  readonly #options: ReferenceOptions;
  readonly #outputs = new Map<string, Promise<Outcome<Reference>>>();
  readonly #agreements = new Map<string, Promise<Outcome<Agreement>>>();
  /** Folders of what the evaluator gives at the small size, by network and seed. */
  readonly #small = new Map<string, Promise<Outcome<string>>>();
  #folders = 0;

  constructor(options: ReferenceOptions) {
    this.#options = options;
  }

  /** What a cell's output is compared with; anything but an answer is a reason why there is nothing. */
  async of(request: ModelRequest, onStep: OnStep): Promise<Outcome<Reference>> {
    const artifact = await this.#options.artifacts.get(request, this.#options.runtime.artifact);
    return await remember(this.#outputs, artifact.sha256, () => this.#make(request, artifact, onStep));
  }

  /** Compares a runtime with the evaluator on a network at the small size. */
  async agreement(network: string, runtime: Runtime, load: LoadOptions, onStep: OnStep): Promise<Outcome<Agreement>> {
    const key = JSON.stringify([network, runtime.name, load]);
    return await remember(this.#agreements, key, () => this.#compare(network, runtime, load, onStep));
  }

  /** Removes the outputs at full size, which are large. */
  async clear(): Promise<void> {
    this.#outputs.clear();
    await rm(join(this.#options.folder, "full"), { recursive: true, force: true });
  }

  async #make(request: ModelRequest, artifact: PreparedArtifact, onStep: OnStep): Promise<Outcome<Reference>> {
    const { evaluatorMacs, runtime, seed } = this.#options;
    if (artifact.macs <= evaluatorMacs) {
      const folder = this.#nextFolder("full");
      return map(await this.#evaluate(artifact.model, { seed, folder }, onStep), () => ({ name: "evaluator", folder }));
    }
    const agreement = await this.agreement(request.network, runtime, PLAIN, onStep);
    if (agreement.kind !== "answer") return agreement;
    const { agrees, text } = agreement.answer;
    if (!agrees) return { kind: "failed", reason: `${runtime.name} is no reference: ${text}` };
    const folder = this.#nextFolder("full");
    const ran = await this.#run(runtime, { artifact, load: PLAIN, seed, folder }, onStep);
    return map(ran, ({ version }) => {
      return { name: `${runtime.name} ${version} without optimisations on one thread (${text})`, folder };
    });
  }

  async #compare(network: string, runtime: Runtime, load: LoadOptions, onStep: OnStep): Promise<Outcome<Agreement>> {
    const artifact = await this.#options.artifacts.get({ network, size: SMALL_SIZE, batch: 1 }, runtime.artifact);
    let text = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seed = this.#options.seed + attempt;
      const expected = await remember(this.#small, JSON.stringify([network, seed]), async () => {
        const made = this.#nextFolder("small");
        return map(await this.#evaluate(artifact.model, { seed, folder: made }, onStep), () => made);
      });
      if (expected.kind !== "answer") return expected;
      const expectedFolder = expected.answer;
      const folder = this.#nextFolder("small");
      const ran = await this.#run(runtime, { artifact, load, seed, folder }, onStep);
      if (ran.kind !== "answer") return ran;
      const outputs = await loadOutputs(folder, artifact.outputs);
      const comparison = await compareOutputs(artifact.outputs, outputs, { expectedFolder, tolerance: TOLERANCE });
      text = `at ${SMALL} against the evaluator: ${describeComparison(comparison)}`;
      if (isRight(comparison, 0)) return { kind: "answer", answer: { agrees: true, text } };
      if (!passesPositions(artifact.model.graph)) break;
    }
    return { kind: "answer", answer: { agrees: false, text } };
  }

  async #evaluate(
    model: Model,
    { seed, folder }: { readonly seed: number; readonly folder: string },
    onStep: OnStep,
  ): Promise<Outcome<null>> {
    const { signal } = this.#options;
    onStep({ stage: "evaluator" });
    const plain = await toPlainModel(model, signal);
    return await runJob({ kind: "evaluate", model: plain, seed, outputFolder: folder }, { stallMs: STALL_MS, signal });
  }

  #run({ driver }: Runtime, { artifact, load, seed, folder }: RunRequest, onStep: OnStep): Promise<Outcome<Device>> {
    onStep({ stage: "reference" });
    const { path, inputs, outputs } = artifact;
    const job = { kind: "run", driver, artifact: { path, inputs, outputs }, load, seed, outputFolder: folder } as const;
    return runJob(job, { stallMs: STALL_MS, signal: this.#options.signal });
  }

  #nextFolder(kind: "small" | "full"): string {
    this.#folders += 1;
    return join(this.#options.folder, kind, String(this.#folders));
  }
}

interface RunRequest {
  readonly artifact: PreparedArtifact;
  readonly load: LoadOptions;
  readonly seed: number;
  /** Of the outputs. */
  readonly folder: string;
}

function map<A, B>(outcome: Outcome<A>, change: (answer: A) => B): Outcome<B> {
  return outcome.kind === "answer" ? { kind: "answer", answer: change(outcome.answer) } : outcome;
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
