/** What to take from the measurements: which runtime is the fastest for which network, and up to which size a network keeps up with a video. */
import { group, max } from "d3-array";
import type { Inline } from "../document.js";
import { formatEnumeration, formatQuantity, formatSize } from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import {
  type Configuration,
  findMeasured,
  framesPerSecond,
  isMeasured,
  type MeasuredResult,
  networkKey,
  type Run,
} from "../runs.js";
import { type Contest, listContests } from "./contests.js";

/** Frames a second of a video. */
export const REAL_TIME_FPS = 30;

/** Nothing where nothing was measured. */
export function recommend(runs: readonly Run[], configurations: readonly Configuration[]): readonly Inline[] {
  const sentences = [nameFastest(listContests(runs, configurations)), nameRealTime(runs, configurations)];
  return sentences.filter((sentence) => sentence.length > 0).flatMap((one, index) => (index > 0 ? [" ", ...one] : one));
}

function nameFastest(contests: readonly Contest[]): readonly Inline[] {
  const byNetwork = group(
    contests.filter(({ contenders: [{ result }] }) => result.batch === 1),
    ({ network }) => network,
  );
  const verdicts = [...byNetwork].map(([{ name }, own]) => ({ name, winner: describeWinner(own) }));
  const byWinner = group(verdicts, ({ winner }) => winner);
  return [...byWinner].flatMap(([winner, own], index): readonly Inline[] => {
    const start = index === 0 ? "Fastest for " : "; for ";
    const names = formatEnumeration(own.map(({ name }) => name));
    return [`${start}${names}: `, { strong: winner }, ...(index === byWinner.size - 1 ? ["."] : [])];
  });
}

/** The configuration that no other beats clearly at any size, or all that come first at some size. */
function describeWinner(contests: readonly Contest[]): string {
  const levels = contests.map(({ contenders }) => {
    const [{ result: first }] = contenders;
    const level = contenders.filter(({ result }) => result.latency.ciLowMs <= first.latency.ciHighMs);
    return level.map(({ configuration }) => configuration.name);
  });
  const [firstLevel = []] = levels;
  const everywhere = firstLevel.filter((name) => levels.every((level) => level.includes(name)));
  if (everywhere.length > 0) return formatEnumeration(everywhere.slice(0, 2));
  const tally = group(contests, ({ contenders: [{ configuration }] }) => configuration.name);
  const sizes = [...tally].toSorted(([, a], [, b]) => b.length - a.length).slice(0, 3);
  return formatEnumeration(sizes.map(([name, own]) => `${name} at ${formatQuantity(own.length, "size")}`));
}

/** By the fastest way of each size, single images only. */
function nameRealTime(runs: readonly Run[], configurations: readonly Configuration[]): readonly Inline[] {
  const results = configurations
    .flatMap((configuration) => configuration.results)
    .filter(isMeasured)
    .filter(({ batch, latency }) => batch === 1 && latency.medianMs > 0);
  const byNetwork = group(results, ({ network }) => networkKey(network));
  const reached: string[] = [];
  const missed: string[] = [];
  for (const { key, name } of listNetworks(runs)) {
    const own = byNetwork.get(key);
    if (own === undefined) continue;
    const largest = largestInTime(own);
    if (largest === undefined) missed.push(name);
    else reached.push(`${name} up to ${formatSize(largest.size)}`);
  }
  if (reached.length + missed.length === 0) return [];
  const limit = { strong: `${REAL_TIME_FPS} frames a second` };
  if (reached.length === 0) return [limit, ` are reached by no network at any size measured.`];
  const others = missed.length > 0 ? `, by ${formatEnumeration(missed)} at no size measured` : "";
  return [limit, ` are reached by ${formatEnumeration(reached)}${others}.`];
}

function largestInTime(results: readonly MeasuredResult[]): MeasuredResult | undefined {
  const inTime = results.filter((result) => framesPerSecond(result) >= REAL_TIME_FPS);
  const pixels = max(inTime, ({ size }) => size.width * size.height);
  return inTime.find(({ size }) => size.width * size.height === pixels);
}

/** The network's fastest single image at the size, by any of the configurations. */
export function findFastest(
  configurations: readonly Configuration[],
  network: ReportedNetwork,
  size: string,
): { readonly configuration: Configuration; readonly measured: MeasuredResult } | undefined {
  const candidates = configurations.flatMap((configuration) => {
    const measured = configuration.batch === 1 ? findMeasured(configuration, network.key, size) : undefined;
    return measured ? [{ configuration, measured }] : [];
  });
  return candidates.toSorted((a, b) => a.measured.latency.medianMs - b.measured.latency.medianMs)[0];
}
