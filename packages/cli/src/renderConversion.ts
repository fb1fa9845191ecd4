/** What `linknet convert` made, for the terminal. */
import { tritonModelPath } from "@linknet-kit/artifacts";
import type { ArtifactCoverage, Conversion, NodeFate, Parity } from "@linknet-kit/runtimes";
import { type Line, paint } from "./line.js";

const FATES: readonly (readonly [NodeFate, string])[] = [
  ["written", "one node each"],
  ["lowered", "several nodes each"],
  ["merged", "part of a neighbour"],
  ["constant", "constants"],
];

/** The artifacts with what became of the file's nodes and how near they are, and where all of that stands. */
export function renderConversion({ artifacts, coverage, parity }: Conversion, report: string): readonly Line[] {
  return [
    ...artifacts.flatMap(({ path, format, target, bytes, maxBatch }): readonly Line[] => {
      const own = coverage.find((each) => each.format === format && each.target === target);
      const run = parity.runs.find(({ artifact }) => artifact === path || artifact === tritonModelPath(path));
      return [
        paint("bold", path),
        `  bytes  ${grouped(bytes)}`,
        ...(own === undefined ? [] : [`  nodes  ${describeCoverage(own)}`]),
        ...(maxBatch === undefined ? [] : [`  batch  ${maxBatch === 0 ? "its own" : `up to ${maxBatch} joined`}`]),
        ...(run === undefined ? [] : [`  equal  ${describeRun(run, parity)}`]),
      ];
    }),
    `what became of each node: ${report}`,
  ];
}

function describeCoverage({ nodes, counts, added }: ArtifactCoverage): string {
  const parts = FATES.flatMap(([fate, words]) =>
    counts[fate] === undefined ? [] : [`${grouped(counts[fate])} ${words}`],
  );
  const more = added.length === 0 ? "" : `; ${grouped(added.length)} added`;
  return `${grouped(nodes.length)}: ${parts.join(", ")}${more}`;
}

function describeRun({ status, runtime, reason, outputs = [] }: Parity["runs"][number], { reference }: Parity): string {
  if (status !== "passed") return `not compared: ${reason}`;
  const worst = Math.max(0, ...outputs.map(({ relativeError }) => relativeError));
  return `relative error ${worst.toExponential(1)} at most, on ${runtime} beside ${reference.by}`;
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
