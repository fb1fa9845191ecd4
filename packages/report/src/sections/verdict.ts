/** What to take from the report, and how far to trust it: the part that is read when nothing else is. */
import { publishedDevices, publishedTime } from "@linknet-kit/models/published";
import type { ResultFile } from "@linknet-kit/results";
import { type Block, type Inline, list, type Notice, type Section, type Text } from "../document.js";
import { formatDate, formatEnumeration, formatNetwork, formatQuantity, formatRatio } from "../format.js";
import { type Configuration, findMeasured, isMeasured, mainConfigurations, type Run } from "../runs.js";
import { listCautions } from "./cautions.js";
import { describeDoubt } from "./doubt.js";
import { explainUndrawn, listDrawnNetworks } from "./drawingLimits.js";
import { chooseHeadlines, type Headline, headlineFigures, headlineTable } from "./headline.js";
import { recommend } from "./recommendation.js";

/** Pairs whose speed the paper makes its case with: how many times as fast is the first as the second? */
const comparedPairs = [
  ["linknet", "segnet"],
  ["enet", "linknet"],
] as const;

/** Runs that the headline names as doubtful. */
const MOST_DOUBTFUL = 3;

export function buildVerdict(runs: readonly Run[]): Section {
  const configurations = mainConfigurations(runs);
  const headlines = chooseHeadlines(configurations, listDrawnNetworks(runs));
  const doubt = explainDoubt(runs);
  const lead = recommend(runs, configurations);
  const speeds = compareSpeeds(headlines, configurations, doubt !== undefined);
  const cautions = listCautions(runs);
  const notice: readonly Notice[] = cautions.length > 0 ? [{ kind: "notice", items: cautions }] : [];
  const blocks: Block[] = [
    ...(lead.length > 0 ? [{ kind: "lead" as const, text: doubt === undefined ? lead : withDoubt(doubt, lead) }] : []),
    ...(headlines.length === 0
      ? []
      : [runs.length > 1 ? headlineTable(runs, configurations, headlines) : headlineFigures(headlines)]),
    ...explainUndrawn(runs),
    ...(speeds.length > 0 ? [list(speeds)] : []),
    ...notice,
    list(describeRuns(runs)),
  ];
  return { id: "verdict", title: "In short", blocks };
}

/** What was measured, without the machine, which the title names. */
function describeRuns(runs: readonly Run[]): readonly Text[] {
  if (runs.length === 0) return ["No result file was given, so there is nothing to report."];
  return runs.map(({ label, machine, file: { suite, results }, files }) => {
    const measured = results.filter(isMeasured).length;
    const absent = results.filter(({ status }) => status === "unavailable").length;
    const without = results.length - measured - absent;
    const parts = [
      ...(measured > 0 ? [`${formatQuantity(measured, "latency", "latencies")} measured`] : []),
      ...(without > 0 ? [`${formatQuantity(without, "run")} without one`] : []),
      ...(absent > 0 ? [`${formatQuantity(absent, "runtime")} not on this machine`] : []),
    ];
    const outcome = results.length === 0 ? "no result" : formatEnumeration(parts);
    const start: readonly Inline[] = label ? [{ strong: machine }, ": suite "] : ["Suite "];
    return [...start, `${suite.name}, ${describeDates(files)}: ${outcome}.`];
  });
}

/** The time of a single file, the first and the last day of several. */
function describeDates(files: readonly ResultFile[]): string {
  const dates = files.map(({ createdAt }) => formatDate(createdAt)).toSorted();
  const [first, last] = [dates[0]!, dates.at(-1)!];
  if (first === last) return first;
  const days = [...new Set([first, last].map((date) => date.slice(0, 10)))];
  return `${days.join(" to ")}, ${formatQuantity(files.length, "file")}`;
}

/** Why the claim is not settled, in a line: the reasons of a single run; of several which they are, as the notice has the reasons. */
function explainDoubt(runs: readonly Run[]): string | undefined {
  const doubtful = runs.filter((run) => describeDoubt(run) !== undefined);
  const [first] = doubtful;
  if (first === undefined || !first.label) return first && describeDoubt(first);
  const named = doubtful.slice(0, MOST_DOUBTFUL).map(({ label }) => label);
  const more = doubtful.length > named.length ? [`${doubtful.length - named.length} more`] : [];
  const verb = doubtful.length === 1 ? "has" : "have";
  return `${formatEnumeration([...named, ...more])} ran on a busy machine or ${verb} many noisy latencies`;
}

/** The warning is the claim's beginning, and nothing in it is bold but the warning. */
function withDoubt(doubt: string, claim: readonly Inline[]): readonly Inline[] {
  const plain = claim.map((inline) => (typeof inline === "object" && "strong" in inline ? inline.strong : inline));
  return [{ strong: `Not settled, as ${doubt}.` }, " As far as such a run tells: ", ...plain];
}

/** One sentence a pair, within the way that the slower one was measured best; the paper's own ratios are named as such. */
function compareSpeeds(
  headlines: readonly Headline[],
  configurations: readonly Configuration[],
  isDoubtful: boolean,
): readonly Text[] {
  return comparedPairs.flatMap(([faster, slower]) => {
    const size = headlines.find(({ network }) => network.key === slower)?.size;
    if (size === undefined) return [];
    const here = chooseCommon(configurations, faster, slower, size).map(({ configuration, ratio, isNoisy }) => {
      const { label } = configuration.run;
      return `${formatRatio(ratio)}${label ? ` (${label})` : ""}${isNoisy ? " (noisy)" : ""}`;
    });
    if (here.length === 0) return [];
    const published = publishedDevices.flatMap((device) => {
      const ratio = speedRatio(publishedTime(faster, device, size)?.ms, publishedTime(slower, device, size)?.ms);
      return ratio === undefined ? [] : [`${formatRatio(ratio)} on the ${device}`];
    });
    const paper = published.length > 0 ? `; published: ${formatEnumeration(published)}` : "";
    const claim = `${formatNetwork(faster)} is ${formatEnumeration(here)} times as fast as ${formatNetwork(slower)}`;
    return [[isDoubtful ? claim : { strong: claim }, ` at ${size}${paper}.`]];
  });
}

/** Of each machine the configuration that measured both networks, the fastest for the slower of them. */
function chooseCommon(configurations: readonly Configuration[], faster: string, slower: string, size: string) {
  const common = configurations.flatMap((configuration) => {
    const [first, second] = [faster, slower].map((network) => findMeasured(configuration, network, size));
    const ratio = speedRatio(first?.latency.medianMs, second?.latency.medianMs);
    if (!first || !second || ratio === undefined || configuration.batch !== 1) return [];
    const isNoisy = first.status === "noisy" || second.status === "noisy";
    return [{ configuration, ratio, isNoisy, ms: second.latency.medianMs }];
  });
  const best = new Map<Run, (typeof common)[number]>();
  for (const one of common.toSorted((a, b) => b.ms - a.ms)) best.set(one.configuration.run, one);
  return common.filter((one) => best.get(one.configuration.run) === one);
}

function speedRatio(fasterMs: number | undefined, slowerMs: number | undefined): number | undefined {
  return fasterMs && slowerMs ? slowerMs / fasterMs : undefined;
}
