/**
 * Expected outputs. Where it is quick the evaluator computes them. Elsewhere a runtime does, running the nodes one by one on one
 * thread without optimisations, after its outputs have been compared with the evaluator's on the same network at a small size.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findTarget } from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import {
  type Artifact,
  type LoadOptions,
  type Outcome,
  type Runtime,
  runJob,
  toPlainModel,
} from "@linknet-kit/runtimes";
import { TOLERANCE, describeComparison, isEvaluated, isRight } from "@linknet-kit/runtimes/measure";
import {
  type Artifacts,
  type ModelRequest,
  type PreparedArtifact,
  type Variant,
  isFile,
  precisionOf,
  variantOf,
} from "./artifacts.js";
import type { Step } from "./events.js";

export interface CellReference {
  /** Where the expected output comes from, in words. */
  readonly name: string;
  /** Of the outputs. */
  readonly folder: string;
}

export interface CellReferenceOptions {
  readonly artifacts: Artifacts;
  readonly folder: string;
  readonly runtime: Runtime;
  /** As `runtime`, of graph models of tfjs. */
  readonly tfjsRuntime: Runtime;
  readonly seed: number;
  /** Up to how many operations the evaluator is asked directly. */
  readonly evaluatorOperations: number;
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

interface Making {
  readonly request: ModelRequest;
  readonly artifact: PreparedArtifact;
  readonly runtime: Runtime;
}

type OnStep = (step: Step) => void;

/** Expected outputs in a folder of the suite, by the hash of the artifact they are expected of. */
export class References {
  readonly #options: CellReferenceOptions;
  readonly #outputs = new Map<string, Promise<Outcome<CellReference>>>();
  readonly #agreements = new Map<string, Promise<Outcome<Agreement>>>();
  /** Folders of what the evaluator gives at the small size, by network and seed. */
  readonly #small = new Map<string, Promise<Outcome<string>>>();
  #folders = 0;

  constructor(options: CellReferenceOptions) {
    this.#options = options;
  }

  /** What a cell's output is compared with; anything but an answer is a reason why there is nothing. */
  async of(request: ModelRequest, onStep: OnStep): Promise<Outcome<CellReference>> {
    const { artifacts } = this.#options;
    const subject = await artifacts.subjectOf(request);
    const runtime = isFile(subject) && subject.format === "tfjs" ? this.#options.tfjsRuntime : this.#options.runtime;
    const plain = isFile(subject) ? { dtype: precisionOf(subject, runtime) } : {};
    const artifact = await artifacts.get(request, variantOf(plain, runtime));
    return await remember(this.#outputs, artifact.sha256, () => this.#make({ request, artifact, runtime }, onStep));
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

  async #make({ request, artifact, runtime }: Making, onStep: OnStep): Promise<Outcome<CellReference>> {
    const { evaluatorOperations, seed } = this.#options;
    const { model, cost } = artifact;
    if (model !== undefined && isEvaluated(cost, evaluatorOperations)) {
      const folder = this.#nextFolder("full");
      return map(await this.#evaluate(model, { seed, folder }, onStep), () => ({ name: "evaluator", folder }));
    }
    // There is a file at its own size alone, so that nothing vouches for the runtime but that it optimises nothing.
    if (isFile(artifact.subject)) return await this.#run(artifact, runtime, onStep);
    const trust = await this.#trust(request.network, runtime, onStep);
    if (trust.kind !== "answer") return trust;
    return map(await this.#run(artifact, runtime, onStep), (made) => ({
      ...made,
      name: `${made.name} (${trust.answer})`,
    }));
  }

  async #run(artifact: PreparedArtifact, runtime: Runtime, onStep: OnStep): Promise<Outcome<CellReference>> {
    const { seed, signal } = this.#options;
    const folder = this.#nextFolder("full");
    onStep({ stage: "reference" });
    const run = { driver: runtime.driver, artifact: loadable(artifact), load: PLAIN, seed } as const;
    const ran = await runJob({ kind: "run", ...run, outputFolder: folder }, { stallMs: STALL_MS, signal });
    const how = findTarget(runtime.target).format === "tfjs" ? "" : " without optimisations on one thread";
    return map(ran, ({ version }) => ({ name: `${runtime.name} ${version}${how}`, folder }));
  }

  /** What speaks for the runtime as a reference, in words. */
  async #trust(network: string, runtime: Runtime, onStep: OnStep): Promise<Outcome<string>> {
    const small = await this.#atSmallSize(network, runtime);
    if (small.kind !== "answer") return { kind: "answer", answer: `not compared with the evaluator: ${small.reason}` };
    const agreement = await this.agreement(network, runtime, PLAIN, onStep);
    if (agreement.kind !== "answer") return agreement;
    const { agrees, text } = agreement.answer;
    if (!agrees) return { kind: "failed", reason: `${runtime.name} is no reference: ${text}` };
    return { kind: "answer", answer: text };
  }

  /** Networks of the user's own may be fixed at a size, or need a larger image. */
  async #atSmallSize(network: string, runtime: Runtime): Promise<Outcome<PreparedArtifact>> {
    try {
      const request = { network, size: SMALL_SIZE, batch: 1 };
      return { kind: "answer", answer: await this.#options.artifacts.get(request, plainly(runtime)) };
    } catch (error) {
      if (!(error instanceof LinknetError)) throw error;
      return { kind: "failed", reason: `it cannot be built at ${SMALL}: ${error.message}` };
    }
  }

  async #compare(network: string, runtime: Runtime, load: LoadOptions, onStep: OnStep): Promise<Outcome<Agreement>> {
    const { signal } = this.#options;
    const small = await this.#atSmallSize(network, runtime);
    if (small.kind !== "answer") return small;
    const artifact = small.answer;
    const model = artifact.model!;
    let text = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seed = this.#options.seed + attempt;
      const expected = await remember(this.#small, JSON.stringify([network, seed]), async () => {
        const folder = this.#nextFolder("small");
        return map(await this.#evaluate(model, { seed, folder }, onStep), () => folder);
      });
      if (expected.kind !== "answer") return expected;
      onStep({ stage: "reference" });
      const run = { driver: runtime.driver, artifact: loadable(artifact), load, seed } as const;
      const job = { kind: "check", ...run, expectedFolder: expected.answer, tolerance: TOLERANCE } as const;
      const checked = await runJob(job, { stallMs: STALL_MS, signal });
      if (checked.kind !== "answer") return checked;
      text = `at ${SMALL} against the evaluator: ${describeComparison(checked.answer)}`;
      if (isRight(checked.answer, 0)) return { kind: "answer", answer: { agrees: true, text } };
      if (!artifact.passesPositions) break;
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

  #nextFolder(kind: "small" | "full"): string {
    this.#folders += 1;
    return join(this.#options.folder, kind, String(this.#folders));
  }
}

/** In the numbers that the network has, whatever it is measured in. */
function plainly(runtime: Runtime): Variant {
  return variantOf({}, runtime);
}

function loadable({ path, inputs, outputs, externalData }: PreparedArtifact): Artifact {
  return { path, inputs, outputs, ...(externalData === undefined ? {} : { externalData }) };
}

function map<A, B>(outcome: Outcome<A>, change: (answer: A) => B): Outcome<B> {
  return outcome.kind === "answer" ? { kind: "answer", answer: change(outcome.answer) } : outcome;
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
