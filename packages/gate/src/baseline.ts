/** The committed baseline: counts of every subject, a line a layer, so that a change of it can be read in review. */
import { describeIssues } from "@linknet-kit/base";
import {
  type FileKind,
  FileMissingError,
  type WriteOptions,
  jsonDocument,
  readBytes,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import { z } from "zod";
import { BadBaselineError, NoBaselineError } from "./errors.js";
import { type ExactRecord, exactRecordSchema } from "./exact/metrics.js";

const BASELINE_VERSION = 1;
const MAXIMUM_BYTES = 2 ** 26;

const baselineSchema = z.strictObject({
  baselineVersion: z.literal(BASELINE_VERSION),
  subjects: z.array(exactRecordSchema),
});

export const baselineKind: FileKind = jsonDocument("baseline of linknet check", (json) => "baselineVersion" in json);

/** Counts by subject. */
export type Baseline = ReadonlyMap<string, ExactRecord>;

/** Reads a baseline; anything else is refused with what is wrong with it. */
export async function readBaseline(path: string): Promise<Baseline> {
  const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES }).catch((cause: unknown) => {
    throw cause instanceof FileMissingError ? new NoBaselineError({ path, cause }) : cause;
  });
  const text = new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BadBaselineError({ path, problems: ["it is no JSON, or only the beginning of it"], cause });
  }
  const { data, error } = baselineSchema.safeParse(json);
  if (error !== undefined) throw new BadBaselineError({ path, problems: describeIssues(error.issues) });
  const baseline = new Map(data.subjects.map((record) => [record.subject, record]));
  if (baseline.size < data.subjects.length) {
    const twice = data.subjects.filter((record) => baseline.get(record.subject) !== record);
    throw new BadBaselineError({ path, problems: twice.map(({ subject }) => `"${subject}" is there twice`) });
  }
  return baseline;
}

export async function writeBaseline(
  path: string,
  records: readonly ExactRecord[],
  options: WriteOptions = {},
): Promise<void> {
  await writeFileAtomically({ path, kind: baselineKind, content: printBaseline(records) }, options);
}

/** Arrays of records on a line each; everything else indented. */
function printBaseline(records: readonly ExactRecord[]): string {
  const lines = (rows: readonly unknown[]): string =>
    rows.length === 0 ? "[]" : `[\n${rows.map((row) => `        ${JSON.stringify(row)}`).join(",\n")}\n      ]`;
  const subjects = records.map(({ subject, inputs, metrics, layers, nodes, tensors }) =>
    [
      `    {\n      "subject": ${JSON.stringify(subject)}`,
      `      "inputs": ${JSON.stringify(inputs)}`,
      `      "metrics": ${JSON.stringify(metrics)}`,
      `      "layers": ${lines(layers)}`,
      `      "nodes": ${lines(nodes)}`,
      `      "tensors": ${lines(tensors)}\n    }`,
    ].join(",\n"),
  );
  return `{\n  "baselineVersion": ${BASELINE_VERSION},\n  "subjects": [\n${subjects.join(",\n")}\n  ]\n}\n`;
}
