/** An ONNX file as artifacts for other runtimes, each compared with what the file computes before anything is written. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type ArtifactFormat,
  type ExportChoices,
  type PlannedArtifact,
  type WrittenArtifact,
  placeArtifact,
  planExport,
  tritonModelPath,
} from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import { type WeightOrigin, type WriteOptions, withTemporaryFolder } from "@linknet-kit/base/files";
import { type FormatNode, type Graph, type Model, type RewriteChange, refusalsOf, simplify } from "@linknet-kit/core";
import { type OpenSizes, type SurveyedNode, openOnnxFile } from "@linknet-kit/onnx";
import { type Coverage, coverageOfRefusals, coverageOfSurvey, coverageOfWritten } from "./coverage.js";
import { ConversionDiffersError, ConversionRefusedError, OpenConversionError } from "./errors.js";
import { type Parity, ParityReference, type ParitySubject } from "./parity.js";

/** What of an export a conversion chooses itself. */
type ConversionChoices = Omit<ExportChoices, "formats" | "target" | "folder" | "origin" | "rule">;

export interface ConvertOptions {
  readonly path: string;
  /** Each pair is an artifact. */
  readonly wanted: readonly { readonly format: ArtifactFormat; readonly target: string }[];
  readonly folder: string;
  /** What the file leaves open of its inputs. */
  readonly sizes: OpenSizes;
  /** Asked once the file is read. */
  readonly choose: (model: Model) => ConversionChoices;
  /** Of the file's weights. */
  readonly origin: () => Promise<WeightOrigin>;
  /** Asked with what is to be written: whether it may be, and how. */
  readonly permit: (planned: readonly PlannedArtifact[]) => Promise<WriteOptions>;
  /** Of the input that all are compared by. */
  readonly seed: number;
  readonly tolerance?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether each step is counted. */
  readonly isExplained: boolean;
  readonly onStep?: (step: ConvertStep) => void;
}

/** What is done next. */
export type ConvertStep = { readonly kind: "convert" | "write"; readonly path: string } | { readonly kind: "compare" };

export interface ArtifactCoverage extends Coverage {
  /** Absent where the file itself cannot be read. */
  readonly format?: ArtifactFormat;
  readonly target?: string;
}

export interface ConvertedArtifact extends WrittenArtifact {
  readonly format: ArtifactFormat;
  readonly target: string;
  /** What of it is not as a user may expect, in words. */
  readonly cautions: readonly string[];
  readonly rewrites: readonly RewriteChange[];
}

export interface Conversion {
  readonly path: string;
  readonly network: string;
  /** What made the model smaller before any target was asked; none unless explained. */
  readonly rewrites: readonly RewriteChange[];
  readonly artifacts: readonly ConvertedArtifact[];
  /** One for each artifact that has nodes. */
  readonly coverage: readonly ArtifactCoverage[];
  readonly parity: Parity;
}

/**
 * Writes all artifacts that are wanted, or none: a `ConversionRefusedError` says which nodes a target lacks, a `ConversionDiffersError` which
 * output and which layer is another. What no runtime here could run is written all the same, and `parity` says so.
 */
export async function convertFile(options: ConvertOptions): Promise<Conversion> {
  const { path, wanted, sizes, seed, tolerance, signal } = options;
  return await withTemporaryFolder("convert", signal, async (temporary) => {
    const folder = join(temporary, "compared");
    await mkdir(folder);
    const format = wanted[0]?.format === "tfjs" ? "tfjs" : undefined;
    const reference = new ParityReference(path, { sizes, seed, tolerance, folder, format, signal });
    try {
      return await convertIn(temporary, reference, options);
    } finally {
      await reference.close();
    }
  });
}

async function convertIn(temporary: string, reference: ParityReference, options: ConvertOptions): Promise<Conversion> {
  const { path, signal, onStep } = options;
  const { model: read, nodes } = await readSource(options);
  const choices = options.choose(read);
  const shared = { wanted: options.wanted, choices, origin: await options.origin() };
  const final = await planAll(read, options.folder, { ...shared, rule: {} });
  const rule = await options.permit(final);
  const rewrites: RewriteChange[] = [];
  const model = simplify(read, options.isExplained ? (change) => void rewrites.push(change) : undefined);
  const made = join(temporary, "made");
  const trial = { makeFolders: true, signal };
  const tried = await planAll(model, made, { ...shared, rule: trial });
  const { coverage, subjects, changes, written } = await tryAll(tried, { ...options, nodes, graph: read.graph, final });
  onStep?.({ kind: "compare" });
  const parity = await reference.compare(subjects);
  const found = { path, network: choices.network, rewrites, coverage, parity };
  if (parity.runs.some(({ status }) => status === "failed"))
    throw new ConversionDiffersError({ path, conversion: found });
  const artifacts: ConvertedArtifact[] = [];
  for (const [at, { format, target, path: output }] of final.entries()) {
    onStep?.({ kind: "write", path: output });
    const placed = await placeArtifact(written[at]!, output, { format, origin: shared.origin, ...rule, signal });
    artifacts.push({ format, target, ...placed, cautions: cautionsOf(format, read.graph), rewrites: changes[at]! });
  }
  return { ...found, artifacts };
}

/** The model and its nodes; an error that tells of all nodes where some cannot be read. */
async function readSource({ path, sizes }: ConvertOptions) {
  const file = await openOnnxFile(path);
  const { nodes, model, openSizes } = file.survey(sizes);
  if (openSizes !== undefined) {
    throw new OpenConversionError({ cause: openSizes, coverage: [coverageOfSurvey(nodes)] });
  }
  if (model === undefined) throw new ConversionRefusedError({ path, coverage: [coverageOfSurvey(nodes)] });
  return { nodes, model };
}

interface Planning extends Pick<ConvertOptions, "wanted"> {
  readonly choices: ConversionChoices;
  readonly origin: WeightOrigin;
  readonly rule: WriteOptions;
}

async function planAll(model: Model, folder: string, { wanted, choices, origin, rule }: Planning) {
  const planned: PlannedArtifact[] = [];
  for (const { format, target } of wanted) {
    planned.push(...(await planExport(model, { ...choices, formats: [format], target, folder, origin, rule })));
  }
  return planned;
}

interface Trying extends ConvertOptions {
  readonly nodes: readonly SurveyedNode[];
  /** As it was read. */
  readonly graph: Graph;
  /** Where each is to lie. */
  readonly final: readonly PlannedArtifact[];
}

/** Writes every artifact to where nobody looks, so that all that is refused is known before one is there. */
async function tryAll(tried: readonly PlannedArtifact[], options: Trying) {
  const { path, nodes, graph, final, isExplained, onStep } = options;
  const coverage: ArtifactCoverage[] = [];
  const subjects: ParitySubject[] = [];
  const changes: RewriteChange[][] = [];
  const made: WrittenArtifact[] = [];
  let cause: LinknetError | undefined;
  for (const [at, { format, target, write }] of tried.entries()) {
    const called = final[at]!.path;
    onStep?.({ kind: "convert", path: called });
    const written: FormatNode[] = [];
    const own: RewriteChange[] = [];
    changes.push(own);
    try {
      const artifact = await write({
        onNode: (node) => void written.push(node),
        ...(isExplained && { onRewrite: (change) => void own.push(change) }),
      });
      made.push(artifact);
      if (format === "safetensors") continue;
      coverage.push({ format, target, ...coverageOfWritten(nodes, graph, written) });
      subjects.push(format === "triton" ? tritonSubject(artifact.path, called) : { path: artifact.path, called });
    } catch (error) {
      const refusals = refusalsOf(error);
      if (refusals === undefined || !(error instanceof LinknetError)) throw error;
      cause ??= error;
      coverage.push({ format, target, ...coverageOfRefusals(nodes, refusals) });
    }
  }
  if (cause !== undefined) throw new ConversionRefusedError({ path, coverage, cause });
  return { coverage, subjects, changes, written: made };
}

/** A model of tfjs has its ends in an object, in which names that are whole numbers come first and in their order. */
function cautionsOf(format: ArtifactFormat, graph: Graph): readonly string[] {
  const isReordered = (values: Graph["inputs"]): boolean => {
    const names = values.map(({ name }) => name);
    return Object.keys(Object.fromEntries(names.map((name) => [name, 0]))).some((name, at) => name !== names[at]);
  };
  return (["inputs", "outputs"] as const)
    .filter((ends) => format === "tfjs" && isReordered(graph[ends]))
    .map((ends) => `its ${ends} are called by numbers, in the order of which tfjs lists them: ask for them by name`);
}

/** What Triton's ONNX Runtime is given. */
function tritonSubject(path: string, called: string): ParitySubject {
  return { path: tritonModelPath(path), called: tritonModelPath(called) };
}
