/** The rows of a profile in numbers. */
import type { ProfileRow } from "@linknet-kit/results";
import { sum } from "d3-array";
import type { ReportRow, Table } from "../document.js";
import { formatMeasured, formatQuantity } from "../format.js";
import { nameRow, type ProfiledCell, ratesOf } from "./profiledCells.js";
import { formatShare } from "./rooflineTable.js";

const MOST_ROWS = 15;

/** The longest first, the rest in one row, then what belongs to no layer: together the whole time. */
export function tabulateProfile(cell: ProfiledCell, id: string): Table {
  const { profile, name, configuration, totalMs } = cell;
  const rows = profile.rows.filter(({ kind }) => kind === "layers").toSorted((a, b) => b.medianMs - a.medianMs);
  const rest = rows.slice(MOST_ROWS);
  const sumOf = (kind: ProfileRow["kind"]) => profile.rows.filter((row) => row.kind === kind);
  const number = (title: string) => ({ title, align: "number" as const });
  return {
    kind: "table",
    id,
    caption: `${name}, ${configuration.name}: layers by time, grouped as kernels compute them`,
    folded: true,
    columns: [
      { title: "Layers", align: "text" },
      { title: "Kernels", align: "text" },
      number("ms"),
      number("share"),
      number("MFLOPs"),
      number("MB"),
      number("GFLOP/s"),
      number("GB/s"),
      ...(cell.roof === undefined ? [] : [number("of the roof")]),
    ],
    rows: [
      ...rows.slice(0, MOST_ROWS).map((row) => tabulateRow(row, cell)),
      ...sumRow(formatQuantity(rest.length, "further group"), rest, cell),
      ...sumRow("inserted by the runtime", sumOf("inserted"), cell),
      ...sumRow("not attributed to any layer", sumOf("unattributed"), cell),
      { cells: pad(["between kernels", "", ...timeCells(profile.overheadMs, totalMs)], cell), isSum: true },
    ],
  };
}

function tabulateRow(row: ProfileRow, cell: ProfiledCell): ReportRow {
  const { gflops, gigabytesPerSecond, roofShare } = ratesOf(row, cell.roof);
  const measured = (value: number | undefined): string => (value === undefined ? "" : formatMeasured(value));
  return {
    cells: [
      nameRow(row),
      describeKernels([row]),
      ...timeCells(row.medianMs, cell.totalMs),
      row.macs > 0 ? formatMeasured((2 * row.macs) / 1e6) : "",
      row.bytes === undefined ? "" : formatMeasured(row.bytes / 2 ** 20),
      measured(gflops),
      measured(gigabytesPerSecond),
      ...(cell.roof === undefined ? [] : [roofShare === undefined ? "" : formatShare(roofShare)]),
    ],
  };
}

/** Nothing where there is nothing to sum. */
function sumRow(title: string, rows: readonly ProfileRow[], cell: ProfiledCell): readonly ReportRow[] {
  if (rows.length === 0) return [];
  const macs = sum(rows, (row) => row.macs);
  const times = timeCells(
    sum(rows, ({ medianMs }) => medianMs),
    cell.totalMs,
  );
  const flops = macs > 0 ? formatMeasured((2 * macs) / 1e6) : "";
  return [{ cells: pad([title, describeKernels(rows), ...times, flops], cell), isSum: true }];
}

function timeCells(ms: number, totalMs: number): readonly string[] {
  return [formatMeasured(ms), formatShare(ms / totalMs)];
}

function pad(cells: readonly string[], { roof }: ProfiledCell): readonly string[] {
  const columns = roof === undefined ? 8 : 9;
  return [...cells, ...Array.from({ length: columns - cells.length }, () => "")];
}

/** `FusedConv2D, 2 Reshape`; more than three kinds are too many to name. */
function describeKernels(rows: readonly ProfileRow[]): string {
  const amounts = new Map<string, number>();
  for (const kernel of rows.flatMap(({ kernels }) => kernels)) amounts.set(kernel, (amounts.get(kernel) ?? 0) + 1);
  const named = [...amounts].map(([kernel, amount]) => (amount === 1 ? kernel : `${amount} ${kernel}`));
  return named.length > 3 ? `${named.slice(0, 2).join(", ")}, ...` : named.join(", ");
}
