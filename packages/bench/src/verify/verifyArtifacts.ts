/** Artifacts on runtimes, each output and on demand each layer, against a reference. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "@linknet-kit/files";
import { type Tensor, type Value, castTensor, outputValues } from "@linknet-kit/core";
import { loadOutput } from "../child/stored.js";
import { allowedCores } from "../machine/cores.js";
import { runJob } from "../process/runJob.js";
import { probeRuntime } from "../runtimes/probe.js";
import type { Availability, Runtime } from "../runtimes/runtime.js";
import { TOLERANCE, allowedShareAbove } from "../suite/check.js";
import { type ValueComparison, compareValues } from "./compareValues.js";
import { NoReferenceError, NoRuntimeForArtifactError } from "./errors.js";
import { type OpenArtifact, checkEnds, openArtifact, withValues } from "./openArtifact.js";
import { type Reference, makeReference } from "./reference.js";

export interface VerifyOptions {
  /** Files or folders, as users name them. */
  readonly artifacts: readonly string[];
  /** Those that load none of the artifacts are not asked. */
  readonly runtimes: readonly Runtime[];
  /** The ONNX file that the reference is computed from; the first among the artifacts unless given. */
  readonly reference?: string | undefined;
  /** Relative to the largest absolute expected value; 1e-4 unless given, 1e-2 for an artifact with numbers of 16 bits. */
  readonly tolerance?: number | undefined;
  /** Of the input. */
  readonly seed?: number;
  /** Whether to compare the values between nodes too. */
  readonly layers?: boolean;
  readonly onStep?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence after which a runtime counts as hanging. */
  readonly stallMs?: number;
}

export interface ComparedValue extends ValueComparison {
  readonly name: string;
  readonly shape: readonly number[];
  readonly passed: boolean;
}

/** One artifact on one runtime. */
export interface VerifiedRun {
  readonly artifact: string;
  readonly runtime: string;
  readonly status: "passed" | "failed" | "unavailable" | "error";
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
  readonly reference: { readonly artifact: string; readonly by: string };
  readonly seed: number;
  readonly runs: readonly VerifiedRun[];
}

/** Between a file's own runs; what is held to float32 rounding cannot be asked of 16 bits. */
const HALF_TOLERANCE = 1e-2;

/**
 * Runs each artifact on each runtime that loads its format and compares with the reference. Rejects for what is wrong with a file, or
 * with the choice; what becomes of a run is its `status`.
 */
export async function verifyArtifacts(options: VerifyOptions): Promise<Verification> {
  const { signal, seed = 1, onStep = () => {} } = options;
  const opened: OpenArtifact[] = [];
  for (const path of options.artifacts) opened.push(await openArtifact(path));
  const source =
    options.reference === undefined ? opened.find(({ model }) => model) : await openArtifact(options.reference);
  if (source?.model === undefined) throw new NoReferenceError();
  for (const artifact of opened) checkEnds(artifact, source);
  const pairs = pairUp(opened, options.runtimes);
  return await withTemporaryFolder("verify", signal, async (folder) => {
    onStep(`reference: ${source.path}`);
    const values = options.layers === true ? comparableValues(source) : [];
    const reference = await makeReference(source, { values, seed, folder: join(folder, "reference"), signal });
    const runs: VerifiedRun[] = [];
    const context = { ...options, seed, reference, folder, availabilities: new Map<string, Availability>() };
    for (const [artifact, runtime] of pairs) {
      signal?.throwIfAborted();
      onStep(`${artifact.path} on ${runtime.name}`);
      runs.push(await verifyRun(artifact, runtime, context));
    }
    return { reference: { artifact: source.path, by: reference.by }, seed, runs };
  });
}

function pairUp(artifacts: readonly OpenArtifact[], runtimes: readonly Runtime[]) {
  return artifacts.flatMap((artifact) => {
    const own = runtimes.filter((runtime) => runtime.artifact.startsWith("tfjs") === (artifact.format === "tfjs"));
    if (own.length === 0) {
      throw new NoRuntimeForArtifactError({ path: artifact.path, runtimes: runtimes.map(({ name }) => name) });
    }
    return own.map((runtime): readonly [OpenArtifact, Runtime] => [artifact, runtime]);
  });
}

/** Values of numbers that no output is: positions of maxima say nothing where two are equal but for rounding. */
function comparableValues({ model, outputs }: OpenArtifact): readonly Value[] {
  const ends = new Set(outputs.map(({ name }) => name));
  const values = model!.graph.nodes.flatMap(outputValues);
  return values.filter(({ name, type }) => type.dtype !== "int64" && !ends.has(name));
}

interface RunContext extends Omit<VerifyOptions, "reference"> {
  readonly seed: number;
  readonly reference: Reference;
  readonly folder: string;
  readonly availabilities: Map<string, Availability>;
}

async function verifyRun(artifact: OpenArtifact, runtime: Runtime, context: RunContext): Promise<VerifiedRun> {
  const { reference, availabilities, signal, seed, stallMs = 300_000 } = context;
  const base = { artifact: artifact.path, runtime: runtime.name };
  const found = availabilities.get(runtime.name) ?? (await probeRuntime(runtime, { signal }));
  availabilities.set(runtime.name, found);
  if (!found.available) {
    return { ...base, status: "unavailable", reason: `${found.reason}; to add it: ${found.remedy}` };
  }
  const known = { ...base, version: found.version, device: found.device };
  const place = join(context.folder, "run");
  await mkdir(place);
  const run = async ({ path, values, load }: Awaited<ReturnType<typeof withValues>>, outputFolder: string) =>
    await runJob(
      {
        kind: "run",
        driver: runtime.driver,
        artifact: { path, inputs: artifact.inputs, outputs: [...artifact.outputs, ...values] },
        load: { threads: allowedCores(), ...load },
        seed,
        outputFolder,
        required: artifact.outputs.length,
      },
      { stallMs, signal },
    );
  try {
    const withLayers = await withValues(artifact, reference.values, join(place, "model.onnx"));
    const outputFolder = join(place, "outputs");
    const outcome = await run(withLayers, outputFolder);
    if (outcome.kind === "answer") {
      return { ...known, ...(await compareRun(artifact, withLayers.values, { ...context, outputFolder })) };
    }
    const { reason } = outcome;
    if (withLayers.values.length === 0) return { ...known, status: "error", reason };
    // ONNX Runtime's WebGL, for one, runs networks that it does not run with all of their layers as outputs.
    const plainFolder = join(place, "plain");
    const plain = await run(await withValues(artifact, [], ""), plainFolder);
    if (plain.kind !== "answer") return { ...known, status: "error", reason: plain.reason };
    const compared = await compareRun(artifact, [], { ...context, layers: false, outputFolder: plainFolder });
    return { ...known, ...compared, layersReason: reason };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function widened(tensor: Tensor): Tensor {
  return tensor.dtype === "float16" ? castTensor(tensor, "float32") : tensor;
}

type Compared = Omit<VerifiedRun, "artifact" | "runtime">;

async function compareRun(
  artifact: OpenArtifact,
  values: readonly Value[],
  { reference, outputFolder, tolerance: asked, signal, layers }: RunContext & { readonly outputFolder: string },
): Promise<Compared> {
  const tolerance = asked ?? (artifact.isHalf ? HALF_TOLERANCE : TOLERANCE);
  const allowed = allowedShareAbove(reference.graph);
  const written = [...artifact.outputs, ...values];
  const compare = async ({ name, type }: Value, allowedShare: number): Promise<ComparedValue | undefined> => {
    signal?.throwIfAborted();
    const index = written.findIndex((value) => value.name === name);
    const actual = index === -1 ? undefined : await loadOutput(outputFolder, written, index).catch(() => undefined);
    if (actual === undefined) return undefined;
    const compared = compareValues(widened(actual), widened(await reference.load(name)), tolerance);
    return { name, shape: type.shape, ...compared, passed: compared.shareAbove <= allowedShare };
  };

  const outputs: ComparedValue[] = [];
  for (const output of artifact.outputs) outputs.push((await compare(output, allowed))!);
  const status = outputs.every(({ passed }) => passed) ? "passed" : "failed";
  const judged = { status, tolerance, ...(allowed === 0 ? {} : { allowedShareAbove: allowed }), outputs } as const;
  if (layers !== true) return judged;

  const compared: ComparedValue[] = [];
  const notComparable: string[] = [];
  for (const value of reference.values) {
    const layer = await compare(value, 0);
    if (layer === undefined) notComparable.push(value.name);
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
