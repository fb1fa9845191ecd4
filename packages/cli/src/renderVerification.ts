/** What `linknet verify` found: as a table for the terminal, and as Markdown. */
import type { ComparedValue, Verification, VerifiedRun } from "@linknet-kit/bench";
import { visibleText } from "@linknet-kit/core";
import { type Line, paint } from "./line.js";
import { type Column, renderTable } from "./table.js";

interface ComparedRun {
  readonly run: VerifiedRun;
  readonly output?: ComparedValue;
}

const columns: readonly { readonly title: string; readonly text: (row: ComparedRun) => string }[] = [
  { title: "artifact", text: ({ run }) => run.artifact },
  { title: "runtime", text: ({ run }) => run.runtime },
  { title: "output", text: ({ output }) => output?.name ?? "-" },
  { title: "max abs. error", text: ({ output }) => scientific(output?.maxAbsoluteError) },
  { title: "relative", text: ({ output }) => scientific(output?.relativeError) },
  { title: "cosine", text: ({ output }) => output?.cosineSimilarity.toFixed(7) ?? "-" },
  { title: "arg-max agrees", text: ({ output }) => percent(output?.argmaxAgreement) },
  { title: "verdict", text: describeVerdict },
];

const verdict = columns.at(-1)!;

/** The same with the verdict in its colour. */
const colouredColumns: readonly Column<ComparedRun>[] = [
  ...columns.slice(0, -1),
  { title: verdict.title, text: (row) => paint(row.output?.passed === true ? "green" : "red", verdict.text(row)) },
];

/** For the terminal. */
export function renderVerification(verification: Verification): readonly Line[] {
  const { runs } = verification;
  const table = renderTable(colouredColumns, rowsOf(runs.filter(isCompared)));
  const others = runs.filter((run) => !isCompared(run)).map(describeMissing);
  return [describeReference(verification), ...table, ...runs.flatMap(describeLayers), ...others];
}

/** GitHub-flavoured Markdown; with layers, every one of them. */
export function renderVerificationMarkdown(verification: Verification): string {
  const { runs } = verification;
  const layered = runs.filter(({ layers }) => layers !== undefined);
  return [
    "# Numerical agreement",
    cell(describeReference(verification)),
    markdownTable(columns, rowsOf(runs.filter(isCompared))),
    ...runs.filter((run) => !isCompared(run)).map((run) => cell(describeMissing(run))),
    ...runs.filter(({ layersReason }) => layersReason !== undefined).flatMap((run) => describeLayers(run).map(cell)),
    ...layered.flatMap((run) => [
      `## Layers of ${cell(run.artifact)} on ${cell(run.runtime)}`,
      describeLayers(run).join(" "),
      markdownTable(layerColumns, run.layers!),
    ]),
    "",
  ].join("\n\n");
}

const layerColumns: readonly { readonly title: string; readonly text: (layer: ComparedValue) => string }[] = [
  { title: "layer", text: ({ name }) => name },
  { title: "shape", text: ({ shape }) => shape.join("x") },
  { title: "max abs. error", text: ({ maxAbsoluteError }) => scientific(maxAbsoluteError) },
  { title: "relative", text: ({ relativeError }) => scientific(relativeError) },
  { title: "cosine", text: ({ cosineSimilarity }) => cosineSimilarity.toFixed(7) },
  { title: "arg-max agrees", text: ({ argmaxAgreement }) => percent(argmaxAgreement) },
  { title: "verdict", text: ({ passed }) => (passed ? "passed" : "past the tolerance") },
];

/** Whether a runtime gave something to compare. */
function isCompared({ status }: VerifiedRun): boolean {
  return status === "passed" || status === "failed";
}

const MISSING: Readonly<Partial<Record<VerifiedRun["status"], string>>> = {
  unavailable: "not available",
  error: "did not run",
  skipped: "left out",
};

function describeMissing({ artifact, runtime, status, reason }: VerifiedRun): string {
  return `${artifact} on ${runtime}: ${MISSING[status] ?? status}: ${reason ?? "no reason given"}`;
}

function rowsOf(runs: readonly VerifiedRun[]): readonly ComparedRun[] {
  return runs.flatMap((run): readonly ComparedRun[] => run.outputs?.map((output) => ({ run, output })) ?? [{ run }]);
}

function describeReference({ reference, seed }: Verification): string {
  const { artifact, by, unread } = reference;
  return `Reference: ${artifact} by ${by}, input of seed ${seed}${unread === undefined ? "" : ` (${unread})`}`;
}

function describeVerdict({ run, output }: ComparedRun): string {
  if (output === undefined) return `${run.status}: ${run.reason ?? "no reason given"}`;
  const { passed, shareAbove } = output;
  const above = shareAbove === 0 ? "" : `, ${percent(shareAbove)} of the elements above ${run.tolerance}`;
  const allowed =
    run.allowedShareAbove === undefined || shareAbove === 0 ? "" : ` (${percent(run.allowedShareAbove)} may be)`;
  return `${passed ? "passed" : "FAILED"}${above}${allowed}`;
}

function describeLayers({ artifact, runtime, layers, layersReason, ...run }: VerifiedRun): string[] {
  const { firstDivergence, notComparable = [] } = run;
  if (layersReason !== undefined)
    return [`${artifact} on ${runtime}: its layers could not be looked at: ${layersReason}`];
  if (layers === undefined) return [];
  const found =
    firstDivergence === undefined
      ? describeAgreement(layers.length)
      : `the first layer past the tolerance is ${firstDivergence}, ${layers.findIndex(({ name }) => name === firstDivergence) + 1} of ${layers.length}`;
  const left =
    notComparable.length === 0 ? "" : `; ${notComparable.length} layers have no counterpart of their name and shape`;
  return [`${artifact} on ${runtime}: ${found}${left}`];
}

function describeAgreement(layers: number): string {
  return layers === 0 ? "no layer was compared" : `all ${layers} layers agree`;
}

/** GitHub-flavoured. */
export function markdownTable<Row>(
  titled: readonly { readonly title: string; readonly text: (row: Row) => string }[],
  rows: readonly Row[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  const head = [line(titled.map(({ title }) => title)), line(titled.map(() => "---"))];
  return [...head, ...rows.map((row) => line(titled.map(({ text }) => text(row))))].join("\n");
}

/** Text of others that stays within its cell. */
function cell(text: string): string {
  return visibleText(text.replace(/\s+/g, " ")).replace(/[\\|`*_<>[\]]/g, "\\$&");
}

function scientific(value: number | undefined): string {
  return value === undefined ? "-" : value === 0 ? "0" : value.toExponential(1);
}

function percent(share: number | undefined): string {
  return share === undefined ? "-" : `${(100 * share).toFixed(share === 1 || share === 0 ? 0 : 3)} %`;
}
