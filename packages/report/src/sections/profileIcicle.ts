/** A profile as an icicle: parts of the network, blocks below them and kernels below those, each as wide as the time it takes. */
import type { ProfileRow } from "@linknet-kit/results";
import { group, sum } from "d3-array";
import type { IciclePanel, Span } from "../document.js";
import { formatEnumeration, formatMeasured } from "../format.js";
import type { ProfiledCell } from "./profiledCells.js";
import { formatShare } from "./rooflineTable.js";

interface Part {
  readonly label: string;
  readonly ms: number;
  readonly muted: boolean;
  readonly parts: readonly Part[];
}

/** Shares that a description names. */
const LEAST_NAMED = 0.005;

const LAYOUT = "inserted";
const UNKNOWN = "not attributed";
const BETWEEN = "between kernels";

/** Time by the names' first segments without their numbers: `encoder`, `decoder`; the longest first. */
export function sharesByStage({ profile, totalMs }: ProfiledCell): readonly { stage: string; share: number }[] {
  const times = new Map<string, number>();
  const add = (stage: string, ms: number): void => void times.set(stage, (times.get(stage) ?? 0) + ms);
  for (const row of profile.rows) add(stageOf(row), row.medianMs);
  add(BETWEEN, profile.overheadMs);
  return [...times].map(([stage, ms]) => ({ stage, share: ms / totalMs })).toSorted((a, b) => b.share - a.share);
}

function stageOf(row: ProfileRow): string {
  if (row.kind !== "layers") return row.kind === "inserted" ? LAYOUT : UNKNOWN;
  const top = topOf(row);
  return top.replace(/[\d.]+$/, "") || top;
}

/** `bottleneck1` of `bottleneck1.0/squeeze/...`, `encoder1` of `encoder1/block1/...` */
function topOf({ layers }: ProfileRow): string {
  return (layers[0] ?? "").split("/")[0]!.split(".")[0]!;
}

/** `bottleneck1.0` of the first, `encoder1/block1` of the second. */
function blockOf({ layers }: ProfileRow): string {
  const [first = "", ...rest] = (layers[0] ?? "").split("/");
  return first.includes(".") || rest.length < 2 ? first : `${first}/${rest[0]}`;
}

/** The block without what its part is called: `1.0` of `bottleneck1.0`, `block1` of `encoder1/block1`. */
function blockLabel(block: string): string {
  return block.includes("/") ? block.split("/")[1]! : (/\d+\..*$/.exec(block)?.[0] ?? block);
}

export function drawIcicle(cell: ProfiledCell): IciclePanel {
  const { profile, totalMs, name, configuration } = cell;
  const rows = (kind: ProfileRow["kind"]): readonly ProfileRow[] => profile.rows.filter((row) => row.kind === kind);
  const stages = partsOf(rows("layers"), topOf, (own) =>
    partsOf(own, blockOf, (inner) =>
      inner.map((row) => ({ label: shortName(row), ms: row.medianMs, muted: false, parts: [] })),
    ).map((block) => ({ ...block, label: blockLabel(block.label) })),
  );
  const apart = [
    { label: LAYOUT, ms: sum(rows("inserted"), ({ medianMs }) => medianMs) },
    { label: UNKNOWN, ms: sum(rows("unattributed"), ({ medianMs }) => medianMs) },
    { label: BETWEEN, ms: profile.overheadMs },
  ].filter(({ ms }) => ms > 0);
  const parts = [...stages, ...apart.map((part) => ({ ...part, muted: true, parts: [] }))];
  return {
    title: `${name}, ${configuration.name}: ${formatMeasured(totalMs)} ms`,
    description: `${formatEnumeration(parts.filter(({ ms }) => ms / totalMs >= LEAST_NAMED).map(({ label, ms }) => `${label} ${formatShare(ms / totalMs)}`))} of the time.`,
    levels: levelsOf(parts, totalMs),
  };
}

function partsOf(
  rows: readonly ProfileRow[],
  keyOf: (row: ProfileRow) => string,
  inside: (rows: readonly ProfileRow[]) => readonly Part[],
): readonly Part[] {
  return [...group(rows, keyOf)].map(([label, own]) => {
    return { label, ms: sum(own, ({ medianMs }) => medianMs), muted: false, parts: inside(own) };
  });
}

/** What tells the row from the others of its block: `conv2, add, relu`. */
function shortName(row: ProfileRow): string {
  const inside = `${blockOf(row)}/`;
  const names = row.layers
    .filter((layer) => !(row.folded ?? []).includes(layer))
    .map((layer) => (layer.startsWith(inside) ? layer.slice(inside.length).split("/")[0]! : layer.split("/").at(-1)!));
  return [...new Set(names)].join(", ");
}

/** One list of spans a depth, from shares of the whole. */
function levelsOf(parts: readonly Part[], totalMs: number): readonly (readonly Span[])[] {
  const levels: Span[][] = [[], [], []];
  const place = (own: readonly Part[], depth: number, from: number): void => {
    let start = from;
    for (const { label, ms, muted, parts: inner } of own) {
      const share = ms / totalMs;
      levels[depth]!.push({ label, detail: `${formatMeasured(ms)} ms, ${formatShare(share)}`, start, share, muted });
      place(inner, depth + 1, start);
      start += share;
    }
  };
  place(parts, 0, 0);
  return levels;
}
