/** The columns of the result tables, each with the cell it takes from a result. */
import type { OutputCheck, Result } from "@linknet-kit/results";
import type { ReportCell, Column, ReportRow, Table, Tone } from "../document.js";
import {
  formatCount,
  formatEnumeration,
  formatError,
  formatMeasured,
  formatNetwork,
  formatRatio,
  formatSize,
} from "../format.js";
import { networkSizeKey, type Configuration, framesPerSecond, isMeasured, type MeasuredResult } from "../runs.js";

export interface FieldEntry<R extends Result> {
  readonly configuration: Configuration;
  readonly result: R;
}

/** Which columns tell rows apart; the others would repeat one value. */
export interface FieldShape {
  readonly severalConfigurations: boolean;
  readonly severalProviders: boolean;
  /** Of the output checks, where there are several: a row says which by its number, from 1. */
  readonly references: readonly string[];
}

/** `undefined` is an empty cell. */
interface Field<R extends Result> {
  readonly column: Column;
  readonly cell: (entry: FieldEntry<R>) => ReportCell | undefined;
}

/** A row an entry; columns that no row fills are left out. */
export function tabulate<R extends Result>(
  id: string,
  caption: string,
  fields: readonly Field<R>[],
  entries: readonly FieldEntry<R>[],
): Table {
  const filled = fields.filter(({ cell }) => entries.some((entry) => cell(entry) !== undefined));
  const rows = entries.map((entry, index): ReportRow => {
    const before = entries[index - 1];
    return {
      startsGroup: before?.result.network !== entry.result.network || before.configuration !== entry.configuration,
      cells: filled.map(({ cell }) => cell(entry) ?? ""),
    };
  });
  return { kind: "table", id, caption, columns: filled.map(({ column }) => column), rows };
}

export function measuredFields(shape: FieldShape): readonly Field<MeasuredResult>[] {
  return [
    ...identityFields<MeasuredResult>(shape),
    field("Status", "text", statusCell),
    number("median, ms", ({ latency }) => latency.medianMs),
    field(
      "95 % interval, ms",
      "number",
      ({ latency }) => `${formatMeasured(latency.ciLowMs)}–${formatMeasured(latency.ciHighMs)}`,
    ),
    number("p90, ms", ({ latency }) => latency.p90Ms),
    number("p99, ms", ({ latency }) => latency.p99Ms),
    number("fps", framesPerSecond),
    { column: { title: "GFLOP/s", align: "number" }, cell: rateCell },
    number("samples", ({ latency }) => latency.samplesMs.length, formatCount),
    number("first run, ms", ({ firstRunMs }) => firstRunMs),
    number("load, ms", ({ load }) => load && load.runtimeMs + load.sessionMs),
    number("peak RSS, MB", ({ peakRssMB }) => peakRssMB, formatCount),
    ...checkFields(shape),
    ...(shape.severalProviders ? [field<MeasuredResult>("Nodes by provider", "text", providersCell)] : []),
  ];
}

/** These name the runtime in full, for debugging, and the reference in words. */
export function unmeasuredFields(references: readonly string[]): readonly Field<Result>[] {
  return [
    ...identityFields<Result>({ severalConfigurations: false }),
    field("Runtime", "text", ({ runtime }) => runtime),
    { column: { title: "Machine", align: "text" }, cell: ({ configuration }) => configuration.run.label || undefined },
    field("Status", "text", statusCell),
    field("Reason", "prose", ({ reason }) => reason ?? "The file gives no reason."),
    field("Output check", "text", checkCell),
    ...(references.length > 1
      ? [field<Result>("Reference", "prose", ({ outputCheck }) => outputCheck?.reference)]
      : []),
  ];
}

function identityFields<R extends Result>({
  severalConfigurations,
}: Pick<FieldShape, "severalConfigurations">): readonly Field<R>[] {
  const configuration: Field<R> = {
    column: { title: "Measured with", align: "text" },
    cell: (entry) => entry.configuration.name,
  };
  return [
    field<R>("Network", "text", ({ network }) => formatNetwork(network)),
    field<R>("Size", "text", ({ size }) => formatSize(size)),
    ...(severalConfigurations ? [configuration] : []),
  ];
}

function checkFields({ references }: FieldShape): readonly Field<MeasuredResult>[] {
  const reference = field<MeasuredResult>(
    "ref.",
    "number",
    ({ outputCheck }) => outputCheck && `${references.indexOf(outputCheck.reference) + 1}`,
  );
  return [field<MeasuredResult>("Output check", "text", checkCell), ...(references.length > 1 ? [reference] : [])];
}

function field<R extends Result>(
  title: string,
  align: Column["align"],
  cell: (result: R) => ReportCell | undefined,
): Field<R> {
  return { column: { title, align }, cell: ({ result }) => cell(result) };
}

function number<R extends Result>(
  title: string,
  value: (result: R) => number | undefined,
  format = formatMeasured,
): Field<R> {
  return field(title, "number", (result) => {
    const amount = value(result);
    return amount === undefined ? undefined : format(amount);
  });
}

function statusCell(result: Result): ReportCell {
  const tone: Tone = result.status === "noisy" ? "warning" : isMeasured(result) ? "plain" : "failure";
  return { text: result.status, tone };
}

/** The useful operations of the whole batch a second, where they are counted. */
function rateCell({
  configuration: { run },
  result: { network, size, batch, latency },
}: FieldEntry<MeasuredResult>): ReportCell | undefined {
  const gflops = run.counts.get(networkSizeKey(network, formatSize(size)))?.gflops.useful ?? 0;
  return gflops > 0 && latency.medianMs > 0 ? formatMeasured((1000 * batch * gflops) / latency.medianMs) : undefined;
}

function providersCell({ providers }: Result): ReportCell | undefined {
  if (!providers) return undefined;
  return formatEnumeration(Object.entries(providers).map(([name, nodes]) => `${formatCount(nodes)} ${name}`));
}

function checkCell({ outputCheck }: Result): ReportCell | undefined {
  if (!outputCheck) return undefined;
  const { passed } = outputCheck;
  return { text: `${passed ? "passed" : "failed"}, ${describeCheck(outputCheck)}`, tone: passed ? "plain" : "failure" };
}

/** The largest error, or where some elements may have a larger one than is allowed, how many have none. */
function describeCheck({ relativeError, shareAbove = 0, allowedShareAbove }: OutputCheck): string {
  if (allowedShareAbove === undefined || shareAbove === 0) {
    const above = shareAbove > 0 ? `, ${formatRatio(shareAbove * 100)} % of the elements off` : "";
    return `${formatError(relativeError)}${above}`;
  }
  const percent = (share: number): string => `${formatWithin(1 - share)} %`;
  return `${percent(shareAbove)} within (${percent(allowedShareAbove)} needed)`;
}

/** 87, 99.6 or 99.93 %: never rounded to all. */
function formatWithin(share: number): string {
  const digits = share > 0.999 ? 2 : share > 0.99 ? 1 : 0;
  return (Math.floor(share * 100 * 10 ** digits) / 10 ** digits).toFixed(digits);
}
