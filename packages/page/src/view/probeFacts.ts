/** What the probes of the runtimes say of the machine. */
import { type BrowserRuntimeName, browserRuntimeNames } from "@linknet-kit/browser/worker";
import { browserRuntime } from "@linknet-kit/runtimes/measure";
import type { Browser } from "../run/browser.js";
import type { PageState, Probe } from "../state.js";

type Probes = PageState["probes"];

/** Each GPU once, by the name it gives itself; those in software say so in it. */
export function gpusOf(probes: Probes): readonly string[] {
  const names = there(probes).flatMap(([runtime, { device }]) =>
    browserRuntime(runtime).device === "gpu" ? [device] : [],
  );
  return [...new Set(names)];
}

/** The same as text, which claims that there is none only when all have been asked. */
export function describeGpus(probes: Probes): string {
  const gpus = gpusOf(probes);
  if (gpus.length > 0) return gpus.join("; ");
  return browserRuntimeNames.some((runtime) => probes[runtime].kind === "asking") ? "looking ..." : "none answers";
}

/** Versions by the runtimes' names, as `linknet bench` writes them. */
export function runtimesOf(probes: Probes, { family, name }: Browser): Record<string, string> {
  return Object.fromEntries(
    there(probes).map(([runtime, { version }]) => [`${family}/${runtime}`, `${version} in ${name}`]),
  );
}

function there(probes: Probes): readonly (readonly [BrowserRuntimeName, Extract<Probe, { kind: "there" }>])[] {
  return browserRuntimeNames.flatMap((runtime) => {
    const probe = probes[runtime];
    return probe.kind === "there" ? [[runtime, probe] as const] : [];
  });
}
