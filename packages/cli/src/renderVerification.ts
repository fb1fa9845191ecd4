/** What `linknet verify` found: as a table for the terminal, and as Markdown. */
import { visibleText } from "@linknet-kit/base";
import type { ComparedValue, Verification, VerifiedRun } from "@linknet-kit/runtimes";
import { type Line, paint } from "./line.js";
import { type TextColumn, renderTable } from "./table.js";

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
  { title: "cosine", text: ({ output }) => output?.cosineSimilarity?.toFixed(7) ?? "-" },
  { title: "arg-max agrees", text: ({ output }) => percent(output?.argmaxAgreement) },
  { title: "verdict", text: describeVerdict },
];

/** For 80 columns, so that artifacts stand in lines of their own, and outputs only where there are several. */
function terminalColumns(rows: readonly ComparedRun[]): readonly TextColumn<ComparedRun>[] {
  const hasOutputs = new Set(rows.map(({ output }) => output?.name)).size > 1;
  return [
    { title: "runtime", text: ({ run }) => run.runtime, isName: true },
    ...(hasOutputs ? [{ title: "output", text: ({ output }: ComparedRun) => output?.name ?? "-", isName: true }] : []),
    { title: "max error", text: ({ output }) => scientific(output?.maxAbsoluteError), align: "right" },
    { title: "relative", text: ({ output }) => scientific(output?.relativeError), align: "right" },
    { title: "cosine", text: ({ output }) => output?.cosineSimilarity?.toFixed(7) ?? "-", align: "right" },
    { title: "arg-max", text: ({ output }) => percent(output?.argmaxAgreement), align: "right" },
    { title: "verdict", text: (row) => paint(row.output?.passed === true ? "green" : "red", describeVerdict(row)) },
  ];
}

/** For the terminal; `isChosen` where the runtimes were named, so that each that did not run is told with the reason. */
export function renderVerification(
  verification: Verification,
  { isChosen = false }: { readonly isChosen?: boolean } = {},
): readonly Line[] {
  const { runs, reference } = verification;
  const rows = rowsOf(runs.filter(isCompared)).toSorted((a, b) => orderOf(a, runs) - orderOf(b, runs));
  const artifacts = new Set(runs.map(({ artifact }) => artifact));
  const isNamed = artifacts.size > 1 || !artifacts.has(reference.artifact);
  const [head, ...lines] = renderTable(terminalColumns(rows), rows);
  const table = lines.flatMap((line, index): readonly Line[] => {
    const { artifact } = rows[index]!.run;
    const isFirst = index === 0 || rows[index - 1]!.run.artifact !== artifact;
    return isNamed && isFirst ? [paint("bold", artifact), line] : [line];
  });
  return [
    describeReference(verification),
    ...(rows.length === 0 ? [] : [head!, ...table]),
    ...runs.flatMap(cautionsOf),
    ...runs.flatMap(describeLayers),
    ...describeOthers(
      runs.filter((run) => !isCompared(run)),
      isChosen,
    ),
  ];
}

/** Artifacts in the order that they first come in. */
function orderOf({ run }: ComparedRun, runs: readonly VerifiedRun[]): number {
  return runs.findIndex(({ artifact }) => artifact === run.artifact);
}

function describeOthers(others: readonly VerifiedRun[], isChosen: boolean): readonly Line[] {
  if (isChosen) return others.map(describeMissing);
  const named = (status: VerifiedRun["status"]): readonly string[] => [
    ...new Set(others.filter((run) => run.status === status).map(({ runtime }) => runtime)),
  ];
  const [absent, skipped] = [named("unavailable"), named("skipped")];
  return [
    ...others.filter(({ status }) => status === "error").map(describeMissing),
    ...(absent.length === 0 ? [] : [`not here: ${absent.join(", ")} (linknet runtimes says why)`]),
    ...(skipped.length === 0
      ? []
      : [`left out: ${skipped.join(", ")}: a GPU in software, which takes minutes: named with --runtimes it is run`]),
  ];
}

/** GitHub-flavoured Markdown; with layers, every one of them. */
export function renderVerificationMarkdown(verification: Verification): string {
  const { runs } = verification;
  const layered = runs.filter(({ layers }) => layers !== undefined);
  return [
    "# Numerical agreement",
    cell(describeReference(verification)),
    markdownTable(columns, rowsOf(runs.filter(isCompared))),
    ...runs.flatMap(cautionsOf).map(cell),
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
  { title: "cosine", text: ({ cosineSimilarity }) => cosineSimilarity?.toFixed(7) ?? "-" },
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
  const { passed, shareAbove, finiteElements, labels } = output;
  if (labels !== undefined) return `${passed ? "passed" : "FAILED"}${describeLabels(labels)}`;
  const above = shareAbove === 0 ? "" : `, ${percent(shareAbove)} of the elements above ${run.tolerance}`;
  const allowed =
    run.allowedShareAbove === undefined || shareAbove === 0 ? "" : ` (${percent(run.allowedShareAbove)} may be)`;
  const nothing = finiteElements === 0 ? ", though no finite number is expected" : "";
  return `${passed ? "passed" : "FAILED"}${above}${allowed}${nothing}`;
}

/** Which of them rounding may have decided. */
function describeLabels({ differing, nearTies }: NonNullable<ComparedValue["labels"]>): string {
  if (differing === 0) return "";
  const different = `, ${percent(differing)} of the labels differ`;
  if (nearTies === undefined)
    return `${different}; beside logits, --reference FILE, it is known which of them rounding decides`;
  const ties = nearTies === differing ? "all of them" : nearTies === 0 ? "none of them" : percent(nearTies);
  return `${different}, ${ties} where classes are equal but for rounding`;
}

/** Where an output's errors, which are relative to its largest value, say nothing about most of its values. */
function cautionsOf({ artifact, runtime, outputs = [] }: VerifiedRun): readonly string[] {
  return outputs.flatMap(({ name, overshadowed }) => {
    if (overshadowed === undefined) return [];
    const { largestOverMedian, othersRelativeError } = overshadowed;
    const times = scientific(largestOverMedian);
    const others = scientific(othersRelativeError);
    return [
      `caution: ${artifact} on ${runtime}: the largest value of ${name} is ${times} times its median one, and the relative error says nothing about most values: without such large ones it is ${others}`,
    ];
  });
}

function describeLayers({ artifact, runtime, layers, layersReason, ...run }: VerifiedRun): string[] {
  const { firstDivergence, notComparable = [] } = run;
  if (layersReason !== undefined)
    return [`${artifact} on ${runtime}: its layers could not be looked at: ${layersReason}`];
  if (layers === undefined) return [];
  const found =
    firstDivergence === undefined ? describeAgreement(layers.length) : describeDivergence(firstDivergence, layers);
  const left =
    notComparable.length === 0 ? "" : `; ${notComparable.length} layers have no counterpart of their name and shape`;
  return [`${artifact} on ${runtime}: ${found}${left}`];
}

/** The first that differs is an output where no layer does, or none has a counterpart. */
function describeDivergence(name: string, layers: readonly ComparedValue[]): string {
  const index = layers.findIndex((layer) => layer.name === name);
  if (index >= 0) return `the first layer past the tolerance is ${name}, ${index + 1} of ${layers.length}`;
  return `${describeAgreement(layers.length)}, and the output ${name} is past the tolerance`;
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
