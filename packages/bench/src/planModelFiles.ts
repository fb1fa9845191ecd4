/** Users' files as cells of a suite. */
import { basename, dirname, extname } from "node:path";
import { type PlannedCell, type ImageSize, type SuitePlan, USUAL_PRECISION, leaveOut } from "@linknet-kit/results";
import { type ModelFile, NoRuntimeForArtifactError, type Runtime, findRuntime } from "@linknet-kit/runtimes";
import { elementCount } from "@linknet-kit/core";
import { isVariantOf, precisionOf, variantOf } from "./cell/artifacts.js";
import { NothingToRunError } from "./errors.js";
import { roofKinds } from "./roofs/roofModels.js";
import { type PlanOptions, planSuite } from "./suites.js";

/** A file under the name that its results bear. */
export interface LabelledFile {
  readonly label: string;
  readonly file: ModelFile;
}

/** Names files by their own names, graph models by their folders'; of equal names, also to `others`, the later ones are numbered. */
export function labelFiles(files: readonly ModelFile[], others: readonly string[] = []): readonly LabelledFile[] {
  // Those are measured under their own names before the cells.
  const taken = new Set([...roofKinds.map(({ name }) => name), ...others]);
  return files.map((file) => {
    const name = nameOf(file);
    let label = name;
    for (let number = 2; taken.has(label); number += 1) label = `${name}-${number}`;
    taken.add(label);
    return { label, file };
  });
}

function nameOf({ file, format }: ModelFile): string {
  if (format === "tfjs") return basename(dirname(file));
  return basename(file, extname(file));
}

/**
 * Each file on each runtime that loads it, or one that it can be written for; the others are left out, with the reason. A file of float16 is
 * measured in float32 where a runtime has nothing narrower.
 */
export function planModelFiles(
  files: readonly LabelledFile[],
  options: Pick<PlanOptions, "runtimes" | "threads" | "quick" | "budgetSeconds">,
  table: readonly Runtime[],
): SuitePlan {
  const plans = files.map(({ label, file }): SuitePlan => {
    if (file.inputs.length > 0 && file.inputs.every(isWithoutElements)) throw new NothingToRunError(file);
    const shape = imageOf(file);
    const plan = planSuite({ ...options, networks: [label], sizes: [shape.size], batch: [shape.batch], table });
    const cells = plan.cells.map((cell): PlannedCell => {
      const dtype = precisionOf(file, findRuntime(cell.runtime, table));
      return dtype === USUAL_PRECISION ? cell : { ...cell, dtype };
    });
    const cannot = (cell: PlannedCell): boolean =>
      file.model === undefined && !isVariantOf(file, variantOf(cell, findRuntime(cell.runtime, table)));
    return leaveOut(
      { ...plan, name: "models", cells },
      cannot,
      () => `it does not load ${file.path}: ${reasonOf(file)}`,
    );
  });
  const idle = plans.findIndex(({ cells }) => cells.length === 0);
  if (idle !== -1) {
    const runtimes = options.runtimes ?? table.map(({ name }) => name);
    throw new NoRuntimeForArtifactError({ path: files[idle]!.file.path, runtimes });
  }
  const [first] = plans as [SuitePlan];
  return { ...first, cells: plans.flatMap(({ cells }) => cells), leftOut: plans.flatMap(({ leftOut }) => leftOut) };
}

function reasonOf({ format, unknown = "" }: ModelFile): string {
  return format === "tfjs" ? "a graph model of tfjs" : unknown;
}

function isWithoutElements({ type }: ModelFile["inputs"][number]): boolean {
  return elementCount(type) === 0;
}

/** The first image among the inputs that have elements, by where four channels or fewer stand; else the first's last two axes, its channels not among them. */
function imageOf(file: ModelFile): { readonly size: ImageSize; readonly batch: number } {
  const inputs = file.inputs.filter((input) => !isWithoutElements(input));
  const image = inputs.find(({ type }) => type.shape.length === 4);
  const shape = image?.type.shape ?? inputs[0]?.type.shape ?? [];
  const isLast = image !== undefined && shape[1]! > 4 && shape[3]! <= 4;
  const [height = 1, width = 1] = isLast
    ? shape.slice(1, 3)
    : [1, 1, ...shape.slice(shape.length > 2 ? 2 : 0)].slice(-2);
  return { size: { width, height }, batch: image === undefined ? 1 : shape[0]! };
}
