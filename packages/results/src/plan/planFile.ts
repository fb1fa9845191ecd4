/** A plan as a file: the cells of a suite, for any number of machines to share. */
import { createHash } from "node:crypto";
import { describeIssue } from "@linknet-kit/base";
import { type FileKind, jsonDocument, readBytes } from "@linknet-kit/base/files";
import { PRECISIONS } from "@linknet-kit/core/tensors";
import { z } from "zod";
import { listOf } from "../schema/lists.js";
import { fingerprintSchema, sizeSchema } from "../schema/schema.js";
import { DamagedPlanError } from "./errors.js";
import type { PlannedCell, SuitePlan } from "./suitePlan.js";

const PLAN_VERSION = 1;
const MAXIMUM_BYTES = 2 ** 24;

const cellSchema = z.strictObject({
  network: z.string().min(1),
  size: sizeSchema,
  batch: z.int().min(1).max(4096),
  /** The network's own unless given. */
  dtype: z
    .string()
    .refine((name) => PRECISIONS.some((dtype) => dtype === name), `expected one of ${PRECISIONS.join(", ")}`)
    .optional(),
  runtime: z.string().min(1),
  /** `all` is every core that the machine which measures may use. */
  threads: z.union([z.literal("all"), z.int().min(1).max(1024)]),
  budgetSeconds: z.number().positive().max(86_400),
  slowest: z.number().positive().optional(),
});

const planFileSchema = z.strictObject({
  planVersion: z.literal(PLAN_VERSION),
  suite: z.string().min(1),
  /** The networks' own unless given. */
  classes: z.int().min(1).optional(),
  /** Files of networks that are no names of the table, by what the cells call them, from the plan's folder. */
  networks: z
    .record(z.string().min(1), z.strictObject({ file: z.string().min(1), fingerprint: fingerprintSchema }))
    .optional(),
  budgetSeconds: z.number().positive().max(86_400),
  cells: listOf(cellSchema, { least: 1 }),
});

export const planFileKind: FileKind = jsonDocument("plan of linknet plan", (json) => "planVersion" in json);

export type PlanFile = z.infer<typeof planFileSchema>;

interface PlanFileOptions {
  readonly classes?: number | undefined;
  readonly networks?: PlanFile["networks"];
  /** Whether the plan's threads are those of the machine that planned, and each other machine is to use its own. */
  readonly allThreads: boolean;
}

/** The file of a plan. */
export function makePlanFile(
  { name, cells, budgetSeconds }: SuitePlan,
  { classes, networks, allThreads }: PlanFileOptions,
): PlanFile {
  const planned = cells.map((cell): PlanFile["cells"][number] => {
    return { ...cell, threads: allThreads ? "all" : cell.threads };
  });
  return {
    planVersion: PLAN_VERSION,
    suite: name,
    ...(classes === undefined ? {} : { classes }),
    ...(networks === undefined ? {} : { networks }),
    budgetSeconds,
    cells: planned,
  };
}

/** The file's content, checked field by field. */
export async function readPlanFile(path: string): Promise<PlanFile> {
  const text = new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DamagedPlanError({ path, problem: "is not JSON, or only the beginning of it", cause });
  }
  const { success, data, error } = planFileSchema.safeParse(json);
  if (success) return data;
  throw new DamagedPlanError({ path, problem: `does not fit the schema: ${describeIssue(error.issues[0]!)}` });
}

/** A digest of the plan, in hexadecimal. It tells the results of one plan from those of another. */
export function planId(plan: PlanFile): string {
  return createHash("sha256")
    .update(JSON.stringify(planFileSchema.parse(plan)))
    .digest("hex")
    .slice(0, 16);
}

/** The cells as this machine measures them, with `cores` for all threads. */
export function resolveCells({ cells }: PlanFile, cores: number): readonly PlannedCell[] {
  return cells.map(({ threads, slowest, dtype, ...cell }) => ({
    ...cell,
    ...(dtype === undefined ? {} : { dtype }),
    threads: threads === "all" ? cores : threads,
    ...(slowest === undefined ? {} : { slowest }),
  }));
}
