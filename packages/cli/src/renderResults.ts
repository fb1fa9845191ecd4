/** A result file as a table for the terminal; what was not measured stands below it. */
import { counted } from "@linknet-kit/base";
import { USUAL_PRECISION, type Result, type ResultFile } from "@linknet-kit/results";
import { describeInterval, significant } from "./figures.js";
import type { Line, LinePart } from "./line.js";
import { paintStatus } from "./paintWords.js";
import { type TextColumn, renderTable } from "./table.js";

/** The table, then a line a failure, a line for all runtimes that are not there, and a line a reason for leaving cells out. */
export function renderResults({ results, suite }: ResultFile): readonly Line[] {
  const present = results.filter(({ status }) => status !== "unavailable");
  const absent = namesOf(results.filter(({ status }) => status === "unavailable"));
  const leftOut = (suite.leftOut ?? []).filter(({ runtime }) => !absent.includes(runtime));
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))];
  return [
    ...(present.length > 0 ? renderTable(chooseColumns(present), present) : []),
    ...present.filter((result) => !isMeasurement(result)).map(explainFailure),
    ...(absent.length > 0 ? [`not here: ${absent.join(", ")} (linknet runtimes says why)`] : []),
    ...reasons.map((reason) => {
      const own = leftOut.filter((one) => one.reason === reason);
      const cells = own.reduce((sum, one) => sum + one.cells.length, 0);
      return `left out: ${counted(cells, "cell")} of ${namesOf(own).join(", ")}: ${reason}`;
    }),
  ];
}

/** What a result of any other status took is no latency. */
function isMeasurement({ status, latency }: Result): boolean {
  return latency !== undefined && (status === "valid" || status === "noisy");
}

function namesOf(items: readonly { readonly runtime: string }[]): readonly string[] {
  return [...new Set(items.map(({ runtime }) => runtime))];
}

/** Batch and threads only where they tell rows apart. */
function chooseColumns(results: readonly Result[]): readonly TextColumn<Result>[] {
  const askedOf = ({ threads, requestedThreads = threads }: Result): string => String(requestedThreads);
  const batchOf = ({ batch }: Result): string => String(batch);
  const varies = (text: (result: Result) => string): boolean => new Set(results.map(text)).size > 1;
  return [
    { title: "network", text: ({ network }) => network, isName: true },
    { title: "size", text: ({ size }) => `${size.width}x${size.height}` },
    ...(varies(batchOf) ? [{ title: "batch", text: batchOf, align: "right" as const }] : []),
    ...(results.every(({ dtype }) => dtype === USUAL_PRECISION)
      ? []
      : [{ title: "dtype", text: ({ dtype }: Result) => dtype }]),
    { title: "runtime", text: ({ runtime }) => runtime, isName: true },
    ...(varies(askedOf) ? [{ title: "threads", text: askedOf, align: "right" as const }] : []),
    {
      title: "ms",
      text: ofMeasurement(({ latency }) => (latency ? significant(latency.medianMs) : "")),
      align: "right",
    },
    { title: "95 %", text: ofMeasurement(({ latency }) => (latency ? describeInterval(latency) : "")), align: "right" },
    {
      title: "fps",
      text: ofMeasurement(({ throughputFps }) => (throughputFps === undefined ? "" : significant(throughputFps))),
      align: "right",
    },
    { title: "", text: describeStatus },
  ];
}

function ofMeasurement(text: (result: Result) => string): (result: Result) => string {
  return (result) => (isMeasurement(result) ? text(result) : "");
}

function describeStatus({ status }: Result): LinePart {
  if (status === "valid") return "";
  return paintStatus(status);
}

function explainFailure({ network, size, runtime, status, reason = "no reason given" }: Result): Line {
  return [paintStatus(status), `: ${network} ${size.width}x${size.height} on ${runtime}: ${reason}`];
}
