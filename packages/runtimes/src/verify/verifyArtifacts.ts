/** Artifacts on runtimes, each output and on demand each layer, against a reference. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { modelFormatOf } from "@linknet-kit/artifacts";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import type { Graph } from "@linknet-kit/core";
import { kindOfElements } from "@linknet-kit/core/tensors";
import type { OpenSizes } from "@linknet-kit/onnx";
import { loadOutput } from "../child/stored.js";
import { allowedCores } from "../machine/cores.js";
import { HALF_TOLERANCE, TOLERANCE, allowedShare } from "../measure/check.js";
import { type ModelFile, openModelFile } from "../modelFile/openModelFile.js";
import { runJob } from "../process/runJob.js";
import type { Availability, Runtime } from "../runtime/runtime.js";
import { refuseNothing } from "../table/nothingRuns.js";
import { probeRuntimes } from "../table/probe.js";
import { checkEnds } from "./checkEnds.js";
import { type ComparedValue, compareOutput } from "./compareOutput.js";
import { NoRuntimeForArtifactError } from "./errors.js";
import { openArtifacts } from "./openArtifacts.js";
import { type Reference, makeReference } from "./reference.js";
import { type Exposed, withValues } from "./withValues.js";

export interface VerifyOptions {
  /** Files or folders, as users name them, and graphs, which are written for it with weights of their own. */
  readonly artifacts: readonly (string | Graph)[];
  readonly runtimes: readonly Runtime[];
  /**
   * Whether the user named the runtimes: then one that loads none of the artifacts, or runs on a GPU in software, is a run too, and not
   * only one that was left out.
   */
  readonly isChosen?: boolean;
  /** The file that the reference is computed from; unless given, the first ONNX file among the artifacts, or else the first of all. */
  readonly reference?: string | undefined;
  /** What the files leave open of their inputs. */
  readonly sizes?: OpenSizes;
  /** Relative to the largest absolute expected value; 1e-4 unless given, 2e-2 for an artifact with numbers of 16 bits. */
  readonly tolerance?: number | undefined;
  /** Of the input. */
  readonly seed?: number;
  /** Whether to compare the values between nodes too. */
  readonly layers?: boolean;
  readonly onStep?: (step: VerifyStep) => void;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence after which a runtime counts as hanging. */
  readonly stallMs?: number;
}

/** What is done next, or was. */
export type VerifyStep =
  | { readonly kind: "probe" }
  /** Then there are so many runs; what is not here or left out is none of them. */
  | { readonly kind: "reference"; readonly artifact: string; readonly runs: number }
  | { readonly kind: "run"; readonly artifact: string; readonly runtime: string }
  | { readonly kind: "result"; readonly run: VerifiedRun };

/** One artifact on one runtime. */
export interface VerifiedRun {
  readonly artifact: string;
  readonly runtime: string;
  /** `skipped` is a GPU in software that was not asked for by name: it takes minutes. */
  readonly status: "passed" | "failed" | "unavailable" | "error" | "skipped";
  readonly version?: string;
  readonly device?: string;
  readonly tolerance?: number;
  /** Share of an output's elements that may be above the tolerance; none unless given, see docs/decisions/0008. */
  readonly allowedShareAbove?: number;
  /** Why there is nothing to compare. */
  readonly reason?: string;
  readonly outputs?: readonly ComparedValue[];
  /** In the order of execution. */
  readonly layers?: readonly ComparedValue[];
  /** The first layer above the tolerance. */
  readonly firstDivergence?: string;
  /** Layers of the reference that this artifact does not have, or has in another shape. */
  readonly notComparable?: readonly string[];
  /** Why no layer was looked at, where that was asked: the runtime does not run the artifact with its layers as outputs. */
  readonly layersReason?: string;
}

export interface Verification {
  readonly reference: {
    readonly artifact: string;
    readonly by: string;
    /** Why the evaluator could not be asked, where the ops here do not express the file. */
    readonly unread?: string;
  };
  readonly seed: number;
  readonly runs: readonly VerifiedRun[];
}

/**
 * Runs each artifact on each runtime that loads its format and compares with the reference. Rejects for what is wrong with a file, or
 * with the choice; what becomes of a run is its `status`.
 */
export async function verifyArtifacts(options: VerifyOptions): Promise<Verification> {
  return await withTemporaryFolder("verify", options.signal, async (folder) => await verifyIn(folder, options));
}

async function verifyIn(folder: string, options: VerifyOptions): Promise<Verification> {
  const { signal, seed = 1, sizes = {}, onStep = () => {} } = options;
  const opened = await openArtifacts(options.artifacts, { sizes, folder: join(folder, "networks"), signal });
  const source = options.reference === undefined ? finestOf(opened) : await openModelFile(options.reference, sizes);
  for (const artifact of opened) checkEnds(artifact, source);
  const pairs = pairUp(opened, options);
  onStep({ kind: "probe" });
  const able = pairs.filter(({ artifact, runtime }) => loads(runtime, artifact)).map(({ runtime }) => runtime);
  const availabilities = await probeRuntimes([...new Set(able)], { signal });
  refuseNothing(availabilities);
  const refusals = pairs.map(({ artifact, runtime }) => refusalOf(artifact, runtime, { ...options, availabilities }));
  const runsToCome = refusals.filter((refusal) => refusal === undefined || refusal.status === "error").length;
  onStep({ kind: "reference", artifact: source.path, runs: runsToCome });
  const layers = options.layers === true;
  const reference = await makeReference(source, { layers, seed, folder: join(folder, "reference"), signal });
  const runs: VerifiedRun[] = [];
  const exposed = new Map<ModelFile, Promise<Exposed>>();
  const withLayers = async (artifact: ModelFile): Promise<Exposed> => {
    const made =
      exposed.get(artifact) ?? withValues(artifact, reference.values, join(folder, `layers-${exposed.size}.onnx`));
    exposed.set(artifact, made);
    return await made;
  };
  const context = { ...options, seed, source, reference, folder, availabilities, withLayers };
  for (const [index, { artifact, runtime }] of pairs.entries()) {
    signal?.throwIfAborted();
    onStep({ kind: "run", artifact: artifact.path, runtime: runtime.name });
    const run = refusals[index] ?? (await verifyRun(artifact, runtime, context));
    runs.push(run);
    onStep({ kind: "result", run });
  }
  const unread = source.unknown === undefined ? {} : { unread: source.unknown };
  return { reference: { artifact: source.path, by: reference.by, ...unread }, seed, runs };
}

/** What the others are held to: the first ONNX file, one of float32 before those of float16, and one of numbers before those of labels. */
function finestOf(artifacts: readonly ModelFile[]): ModelFile {
  const files = artifacts.filter(({ format }) => format === "onnx");
  const whole = files.filter(({ isHalf }) => !isHalf);
  return whole.find(givesNumbers) ?? whole[0] ?? files[0] ?? artifacts[0]!;
}

function givesNumbers({ outputs }: ModelFile): boolean {
  return outputs.some(({ type }) => type !== undefined && kindOfElements(type.dtype) === "float");
}

interface Pair {
  readonly artifact: ModelFile;
  readonly runtime: Runtime;
}

/** Each artifact with the runtimes that load its format. Where some were asked for, what has no partner stands with the first, to say so. */
function pairUp(artifacts: readonly ModelFile[], { runtimes, isChosen = false }: VerifyOptions): readonly Pair[] {
  const pairs = artifacts.flatMap((artifact) =>
    runtimes.filter((runtime) => loads(runtime, artifact)).map((runtime): Pair => ({ artifact, runtime })),
  );
  if (pairs.length === 0) {
    const [{ path }] = artifacts as readonly [ModelFile];
    throw new NoRuntimeForArtifactError({ path, runtimes: runtimes.map(({ name }) => name) });
  }
  if (!isChosen) return pairs;
  const idle = runtimes.filter((runtime) => !pairs.some((pair) => pair.runtime === runtime));
  const unloaded = artifacts.filter((artifact) => !pairs.some((pair) => pair.artifact === artifact));
  return [
    ...pairs,
    ...idle.map((runtime): Pair => ({ artifact: artifacts[0]!, runtime })),
    ...unloaded.map((artifact): Pair => ({ artifact, runtime: runtimes[0]! })),
  ];
}

function loads(runtime: Runtime, { format }: ModelFile): boolean {
  return modelFormatOf(runtime.target) === format;
}

interface RunContext extends Omit<VerifyOptions, "reference"> {
  readonly seed: number;
  readonly source: ModelFile;
  readonly reference: Reference;
  readonly folder: string;
  readonly availabilities: ReadonlyMap<string, Availability>;
  /** The artifact with the layers of the reference as outputs, made once for all runtimes. */
  readonly withLayers: (artifact: ModelFile) => Promise<Exposed>;
}

/** The run of an artifact that a runtime cannot be given; `undefined` where it is run. */
function refusalOf(
  artifact: ModelFile,
  runtime: Runtime,
  { availabilities, isChosen }: Pick<RunContext, "availabilities" | "isChosen">,
): VerifiedRun | undefined {
  const base = { artifact: artifact.path, runtime: runtime.name };
  if (!loads(runtime, artifact)) {
    const wanted = modelFormatOf(runtime.target) === "tfjs" ? "graph models of tfjs" : "ONNX files";
    return { ...base, status: "error", reason: `it loads ${wanted} only` };
  }
  const found = availabilities.get(runtime.name)!;
  if (!found.available) {
    return { ...base, status: "unavailable", reason: `${found.reason}; to add it: ${found.remedy}` };
  }
  if (found.isSoftware !== true || isChosen === true) return undefined;
  const { version, device } = found;
  const reason = `${device}: name it with --runtimes to run it all the same`;
  return { ...base, version, device, status: "skipped", reason };
}

async function verifyRun(artifact: ModelFile, runtime: Runtime, context: RunContext): Promise<VerifiedRun> {
  const { availabilities, signal, seed, stallMs = 300_000 } = context;
  const { version, device } = availabilities.get(runtime.name) as Extract<Availability, { available: true }>;
  const known = { artifact: artifact.path, runtime: runtime.name, version, device };
  const place = join(context.folder, "run");
  await mkdir(place);
  const run = async ({ artifact: exposed, load }: Exposed, outputFolder: string) =>
    await runJob(
      {
        kind: "run",
        driver: runtime.driver,
        artifact: exposed,
        load: { threads: allowedCores(), ...load },
        seed,
        outputFolder,
        required: artifact.outputs.length,
      },
      { stallMs, signal },
    );
  try {
    const withLayers = await context.withLayers(artifact);
    const outputFolder = join(place, "outputs");
    const outcome = await run(withLayers, outputFolder);
    if (outcome.kind === "answer") {
      return { ...known, ...(await compareRun(artifact, withLayers, { ...context, outputFolder })) };
    }
    const { reason } = outcome;
    if (withLayers.values.length === 0) return { ...known, status: "error", reason };
    // ONNX Runtime's WebGL, for one, runs networks that it does not run with all of their layers as outputs.
    const plainFolder = join(place, "plain");
    const withoutLayers = await withValues(artifact, [], "");
    const plain = await run(withoutLayers, plainFolder);
    if (plain.kind !== "answer") return { ...known, status: "error", reason: plain.reason };
    const compared = await compareRun(artifact, withoutLayers, {
      ...context,
      layers: false,
      outputFolder: plainFolder,
    });
    return { ...known, ...compared, layersReason: reason };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

type Compared = Omit<VerifiedRun, "artifact" | "runtime">;

async function compareRun(
  { isHalf, outputs: ends }: ModelFile,
  { values }: Exposed,
  { source, reference, outputFolder, tolerance: asked, signal, layers }: RunContext & { readonly outputFolder: string },
): Promise<Compared> {
  const tolerance = asked ?? (isHalf ? HALF_TOLERANCE : TOLERANCE);
  const allowed = allowedShare(source.passesPositions);
  const positions = new Map([...ends.map(({ name }) => name), ...values].map((name, index) => [name, index]));
  const compare = async (name: string, most: number): Promise<ComparedValue | string> => {
    signal?.throwIfAborted();
    const actual = await loadOutput(outputFolder, positions.get(name) ?? -1).catch(() => undefined);
    if (actual === undefined) return "it is not there";
    const output = ends.find((end) => end.name === name) ?? { name };
    return await compareOutput(output, actual, {
      outputs: source.outputs,
      load: reference.load,
      tolerance,
      allowed: most,
    });
  };

  const outputs: ComparedValue[] = [];
  for (const { name } of ends) {
    const output = await compare(name, allowed);
    if (typeof output === "string") return { status: "failed", tolerance, reason: output };
    outputs.push(output);
  }
  const status = outputs.every(({ passed }) => passed) ? "passed" : "failed";
  const judged = { status, tolerance, ...(allowed === 0 ? {} : { allowedShareAbove: allowed }), outputs } as const;
  if (layers !== true) return judged;
  if (reference.valuesReason !== undefined) return { ...judged, layersReason: reference.valuesReason };

  const compared: ComparedValue[] = [];
  const notComparable: string[] = [];
  for (const name of reference.values) {
    const layer = await compare(name, 0);
    if (typeof layer === "string") notComparable.push(name);
    else compared.push(layer);
  }
  const first = [...compared, ...outputs].find(({ shareAbove }) => shareAbove > 0);
  return {
    ...judged,
    layers: compared,
    notComparable,
    ...(first === undefined ? {} : { firstDivergence: first.name }),
  };
}
