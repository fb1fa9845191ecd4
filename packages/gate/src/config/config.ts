/** What is checked and how much may grow: `linknet.config.json`, or a module with the same as its default export. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describeIssues } from "@linknet-kit/base";
import { isModulePath, readBytes } from "@linknet-kit/base/files";
import { z } from "zod";
import { BadConfigError, NoConfigError } from "../errors.js";
import { metricNames } from "../exact/metrics.js";
import { runConfigModule } from "./runConfigModule.js";

const size = z.string().regex(/^\d{1,6}x\d{1,6}$/, "expected WIDTHxHEIGHT, such as 640x360");
const share = z.string().regex(/^\d{1,4}(\.\d+)? ?%$/, 'expected a share such as "2 %"');
const allowance = z.union([z.number().nonnegative(), share]);

const batch = z.int().positive().max(4096);

const networkSubject = z.strictObject({
  network: z.string().min(1),
  /** The network's own unless given. */
  size: size.optional(),
  classes: z.int().positive().max(100_000).optional(),
  batch: batch.optional(),
});
const sides = z
  .string()
  .regex(/^[1-9]\d{0,8}(x[1-9]\d{0,8}){0,31}$/, "expected the sides of a shape, such as 1x3x360x640");
const fileSubject = z.strictObject({
  file: z.string().regex(/(\.onnx|(^|[/\\])model\.json)$/, "expected the path of an .onnx file or of a model.json"),
  /** What the file leaves open. */
  size: size.optional(),
  batch: batch.optional(),
  /** Whole shapes by the name of the input. */
  input: z.record(z.string().min(1), sides).optional(),
});

type AnySubject = z.infer<typeof networkSubject> | z.infer<typeof fileSubject>;

/** Of the two kinds, the one that is meant: what is wrong with it can be named then. */
const subject = z.unknown().transform((given, context): AnySubject => {
  const isFile = typeof given === "object" && given !== null && "file" in given;
  const { data, error } = (isFile ? fileSubject : networkSubject).safeParse(given);
  if (data !== undefined) return data;
  for (const issue of error.issues) context.addIssue({ ...issue });
  return z.NEVER;
});

/** Two of one name would be one in the baseline. */
function refuseDoubles(subjects: readonly AnySubject[], context: z.RefinementCtx): void {
  const names = subjects.map(subjectName);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      context.addIssue({ code: "custom", path: [index], message: `"${name}" is there twice` });
  }
}

const configSchema = z.strictObject({
  /** For editors. */
  $schema: z.string().optional(),
  /** Networks by name, and ONNX files and graph models of tfjs by their path from the config file's folder. */
  subjects: z.array(subject).min(1).superRefine(refuseDoubles),
  /** By figure, in its unit or as a share of the base; none unless given. */
  allowances: z.strictObject(Object.fromEntries(metricNames.map((name) => [name, allowance.optional()]))).optional(),
  /** Speed is checked where this is given, and a base to run beside. */
  speed: z
    .strictObject({
      runtimes: z.array(z.string().min(1)).min(1),
      threads: z.int().positive().max(1024).optional(),
      /** Slow-down that is let pass: 0.02 is 2 %. */
      allowance: z.number().min(0.001).max(10).optional(),
      /** For the pairs of a subject on a runtime. */
      budgetSeconds: z.number().positive().max(86_400).optional(),
    })
    .optional(),
  /** How another revision of this repository is made ready, in a checkout of its own, and what its command line is called there. */
  base: z.strictObject({ setup: z.string(), linknet: z.string() }).optional(),
  /** Path of the baseline, `linknet.baseline.json` unless given. */
  baseline: z.string().min(1).optional(),
});

export type Config = z.infer<typeof configSchema>;
export type Subject = Config["subjects"][number];

/** For slips of the finger. */
const FIELDS = [
  configSchema,
  networkSubject,
  fileSubject,
  configSchema.shape.speed.unwrap(),
  configSchema.shape.base.unwrap(),
]
  .flatMap(({ shape }) => Object.keys(shape))
  .concat(metricNames);

const FILES = ["linknet.config.json", "linknet.config.mjs", "linknet.config.ts"];
const MAXIMUM_BYTES = 2 ** 20;

/** Whether the folder has one of the names that are looked for. */
export function hasConfig(folder: string): boolean {
  return FILES.some((file) => existsSync(resolve(folder, file)));
}

/** The config file that is named, or the one of the folder. */
export function findConfig(folder: string, named?: string): string {
  if (named !== undefined) return resolve(folder, named);
  const found = FILES.map((file) => resolve(folder, file)).find((path) => existsSync(path));
  if (found === undefined) throw new NoConfigError({ folder, files: FILES });
  return found;
}

/** Reads and checks a config file; a module is run. All that is wrong with it is in one `BadConfigError`. */
export async function readConfig(path: string): Promise<Config> {
  const { data, error } = configSchema.safeParse(await load(path));
  if (error !== undefined)
    throw new BadConfigError({ path, problems: describeIssues(error.issues, { fields: FIELDS }) });
  return data;
}

async function load(path: string): Promise<unknown> {
  const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
  if (isModulePath(path)) return await runConfigModule(path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new BadConfigError({ path, problems: [cause instanceof Error ? cause.message : String(cause)], cause });
  }
}

/** `linknet 640x360`, or the file's path with the sizes that are chosen for it. */
export function subjectName(given: Subject): string {
  const { size: pixels, batch: images = 1 } = given;
  const [model, others] =
    "file" in given
      ? [given.file, Object.entries(given.input ?? {}).map(([name, whole]) => `${name} ${whole}`)]
      : [given.network, given.classes === undefined ? [] : [`${given.classes} classes`]];
  const sized = pixels === undefined ? model : `${model} ${pixels}`;
  return [sized, ...others, ...(images === 1 ? [] : [`batch ${images}`])].join(", ");
}
