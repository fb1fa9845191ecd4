/** Profiled results, with what each of their rows reaches of the roof. */
import type { Profile, ProfileRow } from "@linknet-kit/results";
import { sum } from "d3-array";
import { formatSize } from "../format.js";
import { listNetworks } from "../networks.js";
import { type Configuration, isMeasured, networkKey, type Run } from "../runs.js";
import { type CompleteRoof, findRoof } from "./roofedSamples.js";

export interface ProfiledCell {
  readonly configuration: Configuration;
  readonly name: string;
  readonly profile: Profile;
  readonly roof: CompleteRoof | undefined;
  /** Kernels and what is between them. */
  readonly totalMs: number;
}

/** In the order of the report's configurations, networks from the first. */
export function listProfiled(runs: readonly Run[]): readonly ProfiledCell[] {
  const names = new Map(listNetworks(runs).map(({ key, name }) => [key, name]));
  return runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration) =>
      [...configuration.cells.values()].flatMap((result): readonly ProfiledCell[] => {
        const { profile, network, size } = result;
        if (!isMeasured(result) || profile === undefined || "reason" in profile) return [];
        const name = `${names.get(networkKey(network)) ?? network} ${formatSize(size)}`;
        const totalMs = sum(profile.rows, ({ medianMs }) => medianMs) + profile.overheadMs;
        return totalMs > 0 && Number.isFinite(totalMs)
          ? [{ configuration, name, profile, roof: findRoof(configuration), totalMs }]
          : [];
      }),
    );
}

/** Why results that were to be profiled have none, by runtime. */
export function listUnprofiled(runs: readonly Run[]): ReadonlyMap<string, string> {
  return new Map(
    runs.flatMap(({ file }) =>
      file.results.flatMap(({ runtime, profile }) =>
        profile !== undefined && "reason" in profile ? [[runtime, profile.reason] as const] : [],
      ),
    ),
  );
}

export interface Rates {
  readonly gflops: number | undefined;
  readonly gigabytesPerSecond: number | undefined;
  /** The time that the roof allows over the time taken; above 1 where caches or clever arithmetic spare work. */
  readonly roofShare: number | undefined;
}

/** Absent where the row computes nothing, took no time that could be seen, or has no roof. */
export function ratesOf({ macs, bytes, medianMs }: ProfileRow, roof: CompleteRoof | undefined): Rates {
  if (bytes === undefined || medianMs === 0) {
    return { gflops: undefined, gigabytesPerSecond: undefined, roofShare: undefined };
  }
  const gflops = (2 * macs) / (medianMs * 1e6);
  const gigabytesPerSecond = bytes / (medianMs * 1e6);
  return {
    gflops: macs > 0 ? gflops : undefined,
    gigabytesPerSecond,
    roofShare: roof && Math.max(gflops / roof.gflops, gigabytesPerSecond / roof.gigabytesPerSecond),
  };
}

/** The path that the row's layers share, with what they are behind it: `encoder1/conv1: conv2d, relu`. */
export function nameRow({ kind, layers, folded = [], kernels }: ProfileRow): string {
  if (kind !== "layers") return `${kernels.join(", ")} (${kind === "inserted" ? "inserted" : "not attributed"})`;
  const path = sharedPath(layers);
  const rest = layers.map((layer) => {
    const short = path === "" ? layer : layer.slice(path.length + 1);
    return folded.includes(layer) ? `${short} (folded)` : short;
  });
  return path === "" ? rest.join(", ") : `${path}: ${rest.join(", ")}`;
}

/** The segments that all of them begin with, never one of them as a whole. */
function sharedPath(layers: readonly string[]): string {
  const paths = layers.map((layer) => layer.split("/").slice(0, -1));
  const [first = []] = paths;
  const end = first.findIndex((segment, index) => paths.some((path) => path[index] !== segment));
  return (end < 0 ? first : first.slice(0, end)).join("/");
}
