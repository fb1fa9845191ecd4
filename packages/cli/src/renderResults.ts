/** A result file as a table for the terminal. */
import type { Result, ResultFile } from "@linknet-kit/bench";
import { describeResult } from "./benchProgress.js";
import type { Line } from "./line.js";
import { renderTable } from "./table.js";
import { counted } from "./counted.js";

export function renderResults({ results, suite }: ResultFile): readonly Line[] {
  // A runtime that is not there has its reason in its row.
  const missing = new Set(results.filter(({ status }) => status === "unavailable").map(({ runtime }) => runtime));
  const leftOut = (suite.leftOut ?? []).filter(({ runtime }) => !missing.has(runtime));
  const notes = leftOut.map(
    ({ runtime, cells, reason }) => `${runtime}: ${counted(cells.length, "cell")} left out, ${reason}`,
  );
  return [...renderCells(results), ...notes];
}

function renderCells(results: readonly Result[]): readonly Line[] {
  return renderTable<Result>(
    [
      { title: "network", text: ({ network }) => network },
      { title: "size", text: ({ size }) => `${size.width}x${size.height}` },
      { title: "batch", text: ({ batch }) => String(batch), align: "right" },
      { title: "runtime", text: ({ runtime }) => runtime },
      { title: "threads", text: ({ threads }) => String(threads), align: "right" },
      { title: "latency (95 % interval of the median)", text: describeResult },
    ],
    results,
  );
}
