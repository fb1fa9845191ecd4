/** Every measurement with its figures. */
import type { Result } from "@linknet-kit/bench/result";
import { type Block, paragraph, type Section } from "../document.js";
import { formatEnumeration, formatError, formatQuantity } from "../format.js";
import { describeCommonTraits, isMeasured, type Measured, type Run } from "../runs.js";
import { type Entry, measuredFields, tabulate } from "./resultFields.js";

/** Rows that a browser lays out without a pause; more wait until they are asked for. */
const MOST_UNFOLDED = 500;

export function buildAllResults(runs: readonly Run[]): Section {
  const configurations = runs.flatMap((run) => run.configurations);
  const entries = configurations.flatMap((configuration) =>
    configuration.results.map((result) => ({ configuration, result })),
  );
  const measured = entries.filter((entry): entry is Entry<Measured> => isMeasured(entry.result));
  const references = listReferences(entries);
  const shape = { severalConfigurations: configurations.length > 1, severalReferences: references.length > 1 };
  const blocks: Block[] = [
    paragraph(describeResults(entries.length, describeCommonTraits(runs))),
    ...(references.length > 0 ? [paragraph(describeChecks(entries, references))] : []),
  ];
  if (measured.length > 0) {
    const table = tabulate("measurements", "Measurements", measuredFields(shape), measured);
    blocks.push({ ...table, folded: measured.length > MOST_UNFOLDED });
  }
  return { id: "all-results", title: "All results", blocks };
}

function describeResults(amount: number, common: string): string {
  if (amount === 0) return "There is no result.";
  return (
    `${formatQuantity(amount, "result")}${common && `, with ${common}`}. Times are for one inference; the interval is a 95 % ` +
    "bootstrap interval of the median; load is loading the runtime and preparing the artifact; memory is the peak resident " +
    "set of the measuring process, in MB of 2²⁰ bytes."
  );
}

function listReferences(entries: readonly Entry<Result>[]): readonly string[] {
  return [...new Set(entries.flatMap(({ result }) => result.outputCheck?.reference ?? []))];
}

function describeChecks(entries: readonly Entry<Result>[], references: readonly string[]): string {
  const checks = entries.flatMap(({ result }) => result.outputCheck ?? []);
  const tolerances = [...new Set(checks.map(({ tolerance }) => formatError(tolerance)))];
  const [reference] = references;
  const where = references.length === 1 ? `: ${reference}` : " named in its row";
  return (
    "The output check compares the output of a timed run with a reference" +
    `${where}. The figure is the largest difference relative to the largest value, allowed up to ${formatEnumeration(tolerances)}.`
  );
}
