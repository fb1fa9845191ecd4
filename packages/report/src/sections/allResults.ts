/** Every measurement with its figures. */
import { USUAL_PRECISION } from "@linknet-kit/results";
import { type Block, type Fold, list, paragraph, type Section, type Text } from "../document.js";
import { formatEnumeration, formatError, formatNetwork, formatQuantity, formatSize } from "../format.js";
import { describeCommonTraits, isMeasured, type MeasuredResult, type Run } from "../runs.js";
import { type FieldEntry, measuredFields, tabulate } from "./resultFields.js";

/** Rows that a browser lays out without a pause; more wait until they are asked for. */
const MOST_UNFOLDED = 500;

/** More are for the data. */
const MOST_NOTES = 50;

/** The section; `undefined` where nothing was measured. */
export function buildAllResults(runs: readonly Run[]): Section | undefined {
  const configurations = runs.flatMap((run) => run.configurations);
  const entries = configurations.flatMap((configuration) =>
    configuration.results.map((result) => ({ configuration, result })),
  );
  const measured = entries.filter((entry): entry is FieldEntry<MeasuredResult> => isMeasured(entry.result));
  if (measured.length === 0) return undefined;
  const references = listReferences(measured);
  const providers = new Set(measured.flatMap(({ result }) => Object.keys(result.providers ?? {})));
  const shape = {
    severalConfigurations: new Set(measured.map(({ configuration }) => configuration)).size > 1,
    severalProviders: providers.size > 1,
    references,
  };
  const blocks: Block[] = [
    paragraph(describeResults(describeCommonTraits(runs))),
    {
      ...tabulate("measurements", "Measurements", measuredFields(shape), measured),
      folded: measured.length > MOST_UNFOLDED,
    },
    ...(references.length > 0 ? [explainChecks(measured, references)] : []),
    ...explainNotes(measured),
  ];
  const summary = `${formatQuantity(measured.length, "latency", "latencies")} with intervals, memory and output checks`;
  return { id: "all-results", title: "All results", summary, blocks };
}

function describeResults(common: string): string {
  return (
    `Times are for one inference${common && `, with ${common}`}. The interval is a 95 % bootstrap interval of the median; load is loading ` +
    "the runtime and preparing the artifact; memory is the peak resident set of the measuring process, in MB of 2²⁰ bytes; GFLOP/s " +
    "are useful ones."
  );
}

function listReferences(entries: readonly FieldEntry<MeasuredResult>[]): readonly string[] {
  return [...new Set(entries.flatMap(({ result }) => result.outputCheck?.reference ?? []))];
}

function explainChecks(entries: readonly FieldEntry<MeasuredResult>[], references: readonly string[]): Fold {
  const told = entries.flatMap(({ result: { outputCheck, dtype } }) => {
    if (outputCheck === undefined) return [];
    return `${formatError(outputCheck.tolerance)}${dtype === USUAL_PRECISION ? "" : ` in ${dtype}`}`;
  });
  const tolerances = formatEnumeration([...new Set(told)]);
  const unpooling = new Set(
    entries.flatMap(({ result }) =>
      result.outputCheck?.allowedShareAbove === undefined ? [] : [formatNetwork(result.network)],
    ),
  );
  const blocks: readonly Block[] = [
    paragraph(
      "The output of a timed run is compared with a reference. Its largest difference, relative to the reference's largest value, may be " +
        `${tolerances}, and that difference is the figure.`,
    ),
    ...(unpooling.size > 0 ? [paragraph(explainUnpooling([...unpooling], tolerances))] : []),
    ...(references.length > 1
      ? [paragraph("References:"), list(references.map((reference, index) => `${index + 1}: ${reference}`))]
      : [paragraph(`Reference: ${references[0]}.`)]),
  ];
  return { kind: "fold", title: "How outputs are checked", blocks };
}

/** Notes that are said below the table: in it, a few of them would make every row higher. */
function explainNotes(entries: readonly FieldEntry<MeasuredResult>[]): readonly Fold[] {
  const notes = entries.flatMap(({ configuration: { name }, result: { network, size, reason } }): readonly Text[] =>
    reason === undefined ? [] : [[{ strong: `${formatNetwork(network)} ${formatSize(size)}, ${name}` }, `: ${reason}`]],
  );
  if (notes.length === 0) return [];
  const left = notes.length - MOST_NOTES;
  const more = left > 0 ? [`${formatQuantity(left, "further note")} in the CSV`] : [];
  const title = `${formatQuantity(notes.length, "note")} on what was measured`;
  return [{ kind: "fold", title, blocks: [{ kind: "list", items: [...notes.slice(0, MOST_NOTES), ...more] }] }];
}

function explainUnpooling(networks: readonly string[], tolerances: string): string {
  return (
    `${formatEnumeration(networks)} pass on where the maxima of their pooling windows stood. Where two values of a window are equal but for ` +
    "rounding, another order of summation picks the other one, and what depends on it moves, though neither is wrong. Of these networks the " +
    `figure is the share of elements within ${tolerances}, of which so many must be as the row says; and each runtime had to agree ` +
    "everywhere at a small size first, where such ties are rare."
  );
}
