/** A result file as a table for the terminal. */
import type { Result, ResultFile } from "@linknet-kit/bench";
import { describeResult } from "./benchProgress.js";
import { renderTable } from "./table.js";

export function renderResults({ results, suite }: ResultFile): string {
  const leftOut = (suite.leftOut ?? []).map(
    ({ runtime, cells, reason }) => `${runtime}: ${cells.length} cells left out, ${reason}`,
  );
  return [renderCells(results), ...leftOut].join("\n");
}

function renderCells(results: readonly Result[]): string {
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
