/** A smaller ONNX file that computes the same, which is looked at before anything is written. */
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { type WeightOrigin, type WriteOptions, withTemporaryFolder } from "@linknet-kit/base/files";
import { type Graph, type RewriteChange, type Shape, countCost, simplify } from "@linknet-kit/core";
import {
  type DeclaredValue,
  HIGHEST_OPSET,
  LOWEST_OPSET,
  type OpenSizes,
  canWriteIn,
  inspectOnnx,
  openOnnxFile,
  writeOnnx,
} from "@linknet-kit/onnx";
import { type ModelComparison, compareModels } from "./compareModels.js";
import { GrownError, NotEqualError } from "./errors.js";

export interface SimplifyOptions {
  readonly path: string;
  /** The file that is written. */
  readonly output: string;
  /** What the file leaves open of its inputs; what is written has the sizes that are chosen. */
  readonly sizes: OpenSizes;
  /** The file's own, or the nearest that can be written, unless given. */
  readonly opset?: number | undefined;
  /** Bytes by which weights may grow where constants are folded. */
  readonly growthBytes: number;
  /** Of the input that both models are compared by. */
  readonly seed: number;
  /** Asked once the file is read: whether the other may be written, and how. */
  readonly permit: () => Promise<WriteOptions & { readonly origin: WeightOrigin }>;
  readonly signal?: AbortSignal | undefined;
  /** Whether each step is counted. */
  readonly isExplained: boolean;
  readonly onStep?: (step: "read" | "simplified" | "compared") => void;
}

/** A model as its file has it. */
export interface SimplifiedSize {
  /** Nodes of the file, constants among them. */
  readonly nodes: number;
  /** With what lies beside the file. */
  readonly bytes: number;
  readonly macs: number;
}

export interface Simplification {
  readonly path: string;
  readonly output: string;
  readonly opset: number;
  readonly before: SimplifiedSize;
  readonly after: SimplifiedSize;
  /** Nodes that were known values or handed them on: reading the file leaves nothing of them. */
  readonly nodesFolded: number;
  /** In turn; none unless explained. */
  readonly rewrites: readonly RewriteChange[];
  /** Inputs of which the file leaves sizes open, with those that they have now. */
  readonly fixedInputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly comparison: ModelComparison;
}

/**
 * Writes the file after it computed what the other computes. Rejects with a `NotEqualError` or a `GrownError` where it does not, or
 * has grown too much; then nothing is written.
 */
export async function simplifyFile(options: SimplifyOptions): Promise<Simplification> {
  const { path, output, sizes, growthBytes, signal, seed, onStep } = options;
  const file = await openOnnxFile(path);
  const model = file.model({ ...sizes, growthBytes });
  const inventory = await file.inspect();
  const { origin, ...rule } = await options.permit();
  onStep?.("read");
  const rewrites: RewriteChange[] = [];
  const opset = options.opset ?? Math.min(HIGHEST_OPSET, Math.max(LOWEST_OPSET, inventory.opset ?? LOWEST_OPSET));
  const onRewrite = options.isExplained ? (change: RewriteChange) => void rewrites.push(change) : undefined;
  const simple = simplify(model, onRewrite, canWriteIn(opset));
  const written = { opset, origin, valueTypes: false, signal };
  requireSmall(path, { before: inventory.fileBytes, graph: simple.graph, growthBytes });
  return await withTemporaryFolder("simplify", signal, async (folder) => {
    const made = join(folder, basename(output));
    const { bytes } = await writeOnnx(simple, made, { ...written });
    onStep?.("simplified");
    const comparing = join(folder, "outputs");
    await mkdir(comparing);
    const comparison = await compareModels([path, made], { sizes, seed, folder: comparing, signal });
    requireEqual(path, comparison);
    onStep?.("compared");
    const { nodes } = await inspectOnnx(made);
    await writeOnnx(simple, output, { ...rule, ...written });
    return {
      path,
      output,
      opset,
      before: sizeOf(inventory.nodes.length, inventory.fileBytes, model.graph),
      after: sizeOf(nodes.length, bytes, simple.graph),
      nodesFolded: inventory.nodes.length - model.graph.nodes.length,
      rewrites,
      fixedInputs: fixedInputs(file.describe().inputs, model.graph),
      comparison,
    };
  });
}

function fixedInputs(declared: readonly DeclaredValue[], { inputs }: Graph): Simplification["fixedInputs"] {
  const open = declared.filter(({ shape }) => shape?.every((side) => typeof side === "number") !== true);
  const names = new Set(open.map(({ name }) => name));
  return inputs.filter(({ name }) => names.has(name)).map(({ name, type: { shape } }) => ({ name, shape }));
}

function sizeOf(nodes: number, bytes: number, graph: Graph): SimplifiedSize {
  return { nodes, bytes, macs: countCost(graph).macs };
}

/** Weights alone are compared with the whole file that was: what else a file has is little, and not of folding. */
function requireSmall(
  path: string,
  { before, graph, growthBytes: most }: { before: number; graph: Graph; growthBytes: number },
): void {
  const bytes = countCost(graph).weightBytes - before;
  if (bytes > most) throw new GrownError({ path, bytes, most });
}

function requireEqual(path: string, { outputs }: ModelComparison): void {
  const wrong = outputs.find(({ passed }) => !passed);
  if (wrong === undefined) return;
  const found = `a relative error of ${wrong.relativeError.toExponential(1)}`;
  throw new NotEqualError({ path, output: `"${wrong.name}"`, found });
}
