/** The browser that a page runs in, as far as it tells. */
import type { Environment } from "@linknet-kit/results";

export interface Browser {
  /** As runtimes are named after it: `chromium`, `firefox`, `safari`, or `browser` where nothing is known. */
  readonly family: string;
  /** As in `Chromium 150.0.7871.100`. */
  readonly name: string;
}

/** Part of what `navigator.userAgentData` gives, which Chromium alone has. */
interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** By what only their user agents say; those built on Chromium count as it, since its runtimes are theirs. */
const FAMILIES = [
  ["firefox", "Firefox", /\bFirefox\/([\d.]+)/],
  ["chromium", "Chromium", /Chrom(?:e|ium)\/([\d.]+)/],
  ["safari", "Safari", /\bVersion\/([\d.]+).*\bSafari\//],
] as const;

/** The user agent shortens the version of Chromium, which the brands have in full. */
export function describeBrowser(userAgent: string, brands: readonly Brand[] = []): Browser {
  for (const [family, name, pattern] of FAMILIES) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    const full = family === "chromium" ? brands.find(({ brand }) => brand === "Chromium")?.version : undefined;
    return { family, name: `${name} ${full ?? version}` };
  }
  return { family: "browser", name: "a browser that does not say which" };
}

interface Hints {
  readonly fullVersionList?: readonly Brand[];
  readonly platform?: string;
  readonly platformVersion?: string;
  readonly architecture?: string;
  readonly bitness?: string;
}

interface AgentData {
  getHighEntropyValues(names: readonly (keyof Hints)[]): Promise<Hints>;
}

export interface Surroundings {
  readonly browser: Browser;
  readonly environment: Omit<Environment, "gpus" | "runtimes">;
}

/** What the browser tells of itself and of the machine; what it keeps to itself says so, or is 0. */
export async function describeSurroundings(): Promise<Surroundings> {
  const { userAgent, hardwareConcurrency } = navigator;
  const agent = (navigator as { readonly userAgentData?: AgentData }).userAgentData;
  const wanted = ["fullVersionList", "platform", "platformVersion", "architecture", "bitness"] as const;
  const hints: Hints = (await agent?.getHighEntropyValues(wanted).catch(() => undefined)) ?? {};
  const browser = describeBrowser(userAgent, hints.fullVersionList);
  const { deviceMemory = 0 } = navigator as { readonly deviceMemory?: number };
  const system = [hints.platform, hints.platformVersion].filter(Boolean).join(" ");
  const architecture = [hints.architecture, hints.bitness].filter(Boolean).join(" ");
  return {
    browser,
    environment: {
      cpu: { model: "not told by browsers", logicalCores: hardwareConcurrency, allowedCores: hardwareConcurrency },
      memoryMB: deviceMemory * 1024,
      loadAverage: [0, 0, 0],
      os: system || systemOf(userAgent),
      kernel: "",
      architecture: architecture || "not told",
      node: "",
      browser: { name: browser.name, userAgent, crossOriginIsolated },
    },
  };
}

/** The first words in brackets: `X11; Linux x86_64`. */
function systemOf(userAgent: string): string {
  return /\(([^)]*)\)/.exec(userAgent)?.[1] ?? "not told";
}
