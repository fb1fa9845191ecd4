/** The layers of a network with what each costs: for the terminal, for spreadsheets and for Markdown. */
import { spreadsheetText } from "@linknet-kit/base";
import type { LayerSummary } from "@linknet-kit/core";
import { stringify } from "csv-stringify/sync";
import { type Line, verbatim } from "./line.js";
import { markdownTable } from "./renderVerification.js";
import { renderTable } from "./table.js";

export interface LayerColumn {
  /** As in `count --json`. */
  readonly name: keyof LayerSummary;
  readonly title: string;
  readonly text: (layer: LayerSummary) => string;
  readonly align?: "right";
  readonly isName?: boolean;
}

const numeric = (
  name: "parameters" | "macs" | "macsShare" | "scalarOps" | "bytes",
  title: string,
  text: (value: number) => string = integer,
): LayerColumn => ({ name, title, text: (layer) => text(layer[name]), align: "right" });

export const layerColumns: readonly LayerColumn[] = [
  { name: "name", title: "layer", text: ({ name }) => name, isName: true },
  { name: "op", title: "op", text: ({ op }) => op },
  { name: "outputShape", title: "output", text: ({ outputShape }) => outputShape.join("x") },
  numeric("parameters", "parameters"),
  numeric("macs", "MACs"),
  numeric("macsShare", "of all", (share) => `${(100 * share).toFixed(1)} %`),
  numeric("scalarOps", "scalar ops"),
  numeric("bytes", "bytes"),
];

/** In the network's order unless a column is given; numbers from the largest on, words from the first. */
export function sortLayers(layers: readonly LayerSummary[], column: LayerColumn | undefined): readonly LayerSummary[] {
  if (column === undefined) return layers;
  const keyOf = (layer: LayerSummary): number | string => {
    const value = layer[column.name];
    return typeof value === "object" ? value.reduce((product, side) => product * side, 1) : value;
  };
  return layers.toSorted((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    if (typeof first === "number" && typeof second === "number") return second - first;
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

export function renderLayers(layers: readonly LayerSummary[]): readonly Line[] {
  return renderTable(layerColumns, layers);
}

/** RFC 4180 under the names of `count --json`, with numbers as they are. */
export function renderLayersCsv(layers: readonly LayerSummary[]): readonly Line[] {
  const rows = layers.map((layer) =>
    layerColumns.map(({ name, text }) =>
      typeof layer[name] === "number" ? layer[name] : spreadsheetText(text(layer)),
    ),
  );
  const text = stringify([layerColumns.map(({ name }) => name), ...rows]);
  return verbatim(text.trimEnd());
}

export function renderLayersMarkdown(layers: readonly LayerSummary[]): readonly Line[] {
  return verbatim(markdownTable(layerColumns, layers));
}

export function integer(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
