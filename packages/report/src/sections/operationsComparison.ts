/** Where the paper's Table III and the computed costs agree, where they differ, and why as far as it is known. */
import {
  type PublishedNetwork,
  publishedClasses,
  publishedCost,
  publishedCostSize,
  publishedNetworks,
} from "@linknet-kit/models/published";
import type { Count, ImageSize } from "@linknet-kit/results";
import type { Inline, Text } from "../document.js";
import {
  formatComputed,
  formatCount,
  formatDeviation,
  formatEnumeration,
  formatNetwork,
  formatPublished,
  formatSize,
} from "../format.js";
import { networkKey } from "../runs.js";

/** A computed figure agrees with a published one when it is no further away than this share of it; the report says so. */
export const AGREEMENT = 0.005;

const MULTIPLE = 32;
const roundUp = (side: number): number => Math.ceil(side / MULTIPLE) * MULTIPLE;

/** The size of Table III rounded up to what the authors' network can run. */
export const paddedSize: ImageSize = {
  width: roundUp(publishedCostSize.width),
  height: roundUp(publishedCostSize.height),
};

interface Candidate {
  readonly convention: keyof Count["gflops"];
  readonly size: string;
  readonly gflops: number;
  readonly deviation: number;
}

/** One entry a network of the table that is counted: under which convention and at which size its published operations come out, if any. */
export function compareOperations(counts: readonly Count[]): readonly Text[] {
  return publishedNetworks.flatMap((network): readonly Text[] => {
    const own = counts.filter((count) => networkKey(count.network) === network);
    if (own.length === 0) return [];
    const like = own.filter(({ classes }) => classes === publishedClasses);
    const start = (rest: readonly Inline[]): Text => [{ strong: formatNetwork(network) }, ": ", ...rest];
    if (like.length > 0) return [start(explainOperations(network, like))];
    const { classes } = own[0]!;
    const reason = `counted with ${formatCount(classes)} classes, where the published network has ${publishedClasses}: not compared.`;
    return [start([reason])];
  });
}

function explainOperations(network: PublishedNetwork, counts: readonly Count[]): readonly Inline[] {
  const published = `the published ${formatPublished(publishedCost(network)?.gflops ?? 0)} GFLOPs`;
  const candidates = listCandidates(network, counts);
  const size = formatSize(publishedCostSize);
  const atSize = candidates.filter((candidate) => candidate.size === size);
  const agreeing = atSize.filter(agrees);
  if (agreeing.length > 0) return [`${published} agree at ${size} with `, ...enumerate(agreeing), "."];
  const [nearest] = atSize;
  const miss: readonly Inline[] = nearest
    ? [`no convention gives ${published} at ${size}; the nearest is `, ...enumerate([nearest]), "."]
    : [`nothing was counted at ${size} to compare ${published} with.`];
  const [elsewhere] = candidates.filter((candidate) => candidate.size !== size && agrees(candidate));
  if (elsewhere)
    return [
      ...miss,
      ` At ${elsewhere.size} they agree with `,
      ...enumerate([elsewhere]),
      `. ${infer(network, elsewhere)}`,
    ];
  return nearest ? [...miss, " They stay unexplained."] : miss;
}

function infer(network: PublishedNetwork, { size }: Candidate): string {
  if (network !== "linknet" || size !== formatSize(paddedSize)) return "Why that size is not known.";
  return (
    `The authors' network runs only on multiples of ${MULTIPLE}, and ${size} is the next one up: ` +
    "that they profiled there is an inference, not something they state."
  );
}

/** Every convention at every counted size, the nearest to the published figure first. */
function listCandidates(network: PublishedNetwork, counts: readonly Count[]): readonly Candidate[] {
  const published = publishedCost(network)?.gflops ?? 0;
  const conventions = ["paper", "useful", "dense"] as const;
  return counts
    .flatMap((count) =>
      conventions.map((convention) => {
        const gflops = count.gflops[convention];
        return { convention, size: formatSize(count.size), gflops, deviation: gflops / published - 1 };
      }),
    )
    .toSorted((a, b) => Math.abs(a.deviation) - Math.abs(b.deviation));
}

const agrees = ({ deviation }: Candidate): boolean => Math.abs(deviation) <= AGREEMENT;

/** `paper` (286.090, +0.03 %), `useful` (285.823, −0.06 %) and ... */
function enumerate(candidates: readonly Candidate[]): readonly Inline[] {
  return candidates.flatMap(({ convention, gflops, deviation }, index): readonly Inline[] => {
    const separator = index === 0 ? [] : [index === candidates.length - 1 ? " and " : ", "];
    return [...separator, { code: convention }, ` (${formatComputed(gflops)}, ${formatDeviation(deviation)})`];
  });
}

/** Whether parameters and fp16 sizes round to the published ones; every one that does not is named with both figures. */
export function compareSizes(counts: readonly Count[]): readonly Text[] {
  const compared = publishedNetworks.flatMap((network) => {
    const count = counts.find((one) => networkKey(one.network) === network && one.classes === publishedClasses);
    const cost = publishedCost(network);
    return count && cost ? [{ name: formatNetwork(network), count, cost }] : [];
  });
  const differences = compared.flatMap(({ name, count, cost }) => [
    ...(formatPublished(count.parameters / 1e6) === formatPublished(cost.parametersM)
      ? []
      : [
          `${name} has ${formatCount(count.parameters)} parameters against ${formatPublished(cost.parametersM)} M published`,
        ]),
    ...(formatPublished(count.weightMB.fp16) === formatPublished(cost.fp16MB)
      ? []
      : [
          `${name}'s fp16 size is ${formatComputed(count.weightMB.fp16)} MB against ${formatPublished(cost.fp16MB)} MB published`,
        ]),
  ]);
  if (compared.length === 0) return [];
  const names = formatEnumeration(compared.map(({ name }) => name));
  const verdict =
    differences.length === 0 ? `round to the published figures for ${names}.` : `differ: ${differences.join("; ")}.`;
  return [
    [{ strong: "Parameters and fp16 size" }, ` (trainable parameters, 2 bytes each, MB of 2²⁰ bytes) ${verdict}`],
  ];
}
