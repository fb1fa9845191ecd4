/** A plot of the document as an ECharts option: https://echarts.apache.org/en/option.html */
import type { LineSeriesOption } from "echarts/charts";
import type { GridComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import type { Axis, Mark, Plot, Series } from "../document.js";
import { colour, seriesColour } from "./palette.js";

export type PlotOption = ComposeOption<LineSeriesOption | GridComponentOption>;

/** A drawing's extent in CSS pixels at its natural scale. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

/** A digit's width as a share of the font size, in the fonts that systems use for their interface. */
const CHARACTER_WIDTH = 0.6;

/** Longer labels would push the drawing aside; the legend has them in full. */
const LONGEST_LABEL = 16;

export function plotOption(plot: Plot, frame: Frame): PlotOption {
  const labelWidth = (labels: readonly string[]) =>
    Math.max(0, ...labels.map((label) => label.length)) * frame.fontSize * CHARACTER_WIDTH;
  const slanted = frame.width < 400 && plot.x.ticks.some(({ label }) => label.length > 6);
  const seriesLabels = plot.series.flatMap(({ label }) => (label === undefined ? [] : shorten(label)));
  return {
    animation: false,
    textStyle: { fontFamily: "inherit", fontSize: frame.fontSize },
    grid: {
      left: labelWidth(plot.y.ticks.map(({ label }) => label)) + 14,
      right: Math.max(14, labelWidth(seriesLabels) + 12),
      top: plot.y.title ? 2.6 * frame.fontSize : frame.fontSize,
      bottom: (plot.x.title ? 4.2 : slanted ? 4.6 : 2.2) * frame.fontSize,
    },
    xAxis: { ...axisOption(plot.x, frame, slanted ? 40 : 0), nameLocation: "middle", nameGap: 2.4 * frame.fontSize },
    yAxis: { ...axisOption(plot.y, frame, 0), nameLocation: "end", nameGap: 0.9 * frame.fontSize },
    series: plot.series.flatMap((series) => seriesOptions(series)),
  };
}

function axisOption({ title, scale, min, max, ticks }: Axis, { fontSize }: Frame, rotate: number) {
  const values = ticks.map(({ value }) => value);
  const labels = new Map(ticks.map(({ value, label }) => [value, label]));
  return {
    type: scale === "log" ? ("log" as const) : ("value" as const),
    min,
    max,
    name: title,
    nameTextStyle: { color: colour("muted"), fontSize },
    axisLine: { show: true, onZero: false, lineStyle: { color: colour("line") } },
    axisTick: { show: false, customValues: values },
    axisLabel: {
      customValues: values,
      formatter: (value: number) => labels.get(value) ?? "",
      color: colour("muted"),
      fontSize,
      hideOverlap: true,
      rotate,
    },
    splitLine: { show: true, lineStyle: { color: colour("grid") } },
  };
}

/** The intervals behind, then the line with its marks. */
function seriesOptions(series: Series): LineSeriesOption[] {
  const stroke = seriesColour(series.colour);
  const intervals = series.points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined
      ? []
      : [
          [x, low],
          [x, high],
          ["-", "-"],
        ],
  );
  const common = { type: "line" as const, silent: true, emphasis: { disabled: true }, color: stroke };
  return [
    ...(intervals.length > 0
      ? [{ ...common, data: intervals, symbol: "none", lineStyle: { color: stroke, width: 5, opacity: 0.35 } }]
      : []),
    {
      ...common,
      data: series.points.map(({ x, y }) => [x, y]),
      sampling: "minmax",
      clip: false,
      ...markOption(series.mark, stroke),
      lineStyle: lineStyle(series, stroke),
      ...(series.label === undefined
        ? {}
        : {
            endLabel: {
              show: true,
              formatter: () => shorten(series.label ?? ""),
              color: stroke,
              distance: 6,
              padding: 1,
            },
            labelLayout: { moveOverlap: "shiftY" as const },
          }),
    },
  ];
}

function shorten(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function lineStyle({ line, mark }: Series, stroke: string) {
  if (line === "reference") return { color: colour("muted"), width: 1, type: "dashed" as const };
  if (line === "dotted") return { color: stroke, width: 1, type: "dotted" as const };
  return { color: stroke, width: mark === "none" ? 1.2 : 1.6 };
}

function markOption(mark: Mark, stroke: string) {
  if (mark === "none") return { symbol: "none" };
  const hollow = { color: "none", borderColor: stroke, borderWidth: 1.6 };
  if (mark === "hollowDiamond") return { symbol: "diamond", symbolSize: 11, itemStyle: hollow };
  if (mark === "hollowCircle") return { symbol: "circle", symbolSize: 9, itemStyle: hollow };
  return { symbol: "circle", symbolSize: 8, itemStyle: { color: stroke, borderColor: stroke, borderWidth: 0 } };
}
