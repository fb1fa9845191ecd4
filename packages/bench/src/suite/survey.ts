/** What a suite finds before it measures: the machine, the runtimes that work, the revision, what its networks cost. */
import { summariseCost } from "@linknet-kit/core";
import { artifactKey } from "../cell.js";
import { captureEnvironment } from "../machine/environment.js";
import { type GitState, readGitState } from "../machine/git.js";
import { type Count, countSchema } from "../result/schema.js";
import { refuseNothing } from "../runtimes/nothingRuns.js";
import { probeRuntimes } from "../runtimes/probe.js";
import type { Availability, Runtime } from "../runtimes/runtime.js";
import { type SuitePlan, leaveOut } from "../suitePlan.js";
import { leaveOutSlow } from "../suites.js";
import type { ModelOf, ModelRequest } from "./artifacts.js";
import { fingerprintOf } from "./fingerprint.js";
import type { BookHeader } from "./resume.js";

/** Its plan has one cell for each runtime that is not there. */
export interface Survey extends BookHeader {
  /** By runtime name. */
  readonly availabilities: ReadonlyMap<string, Availability>;
}

interface SurveyOptions {
  readonly plan: SuitePlan;
  readonly modelOf: ModelOf;
  readonly alsoCount?: readonly ModelRequest[] | undefined;
  readonly runtimes: readonly Runtime[];
  readonly git?: GitState | undefined;
  readonly mayRunNothing?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Errors of `modelOf` pass: a network that cannot be built ends the suite before anything is measured. */
export async function surveySuite({
  plan,
  modelOf,
  alsoCount = [],
  runtimes,
  git,
  mayRunNothing = false,
  signal,
}: SurveyOptions): Promise<Survey> {
  const counts = await countNetworks([...plan.cells, ...alsoCount], modelOf);
  const { revision, dirty } = git ?? (await readGitState(process.cwd()));
  const availabilities = await probeRuntimes(runtimes, { signal });
  if (!mayRunNothing) refuseNothing(availabilities);
  const versions = [...availabilities].flatMap(([name, found]) => (found.available ? [[name, found.version]] : []));
  const environment = await captureEnvironment(Object.fromEntries(versions), dirty);
  return { plan: keepWhatRuns(plan, availabilities), gitRevision: revision, environment, counts, availabilities };
}

/** Of a runtime that is not there the first cell stays, to say why; of one that is slower than usual, what it can measure. */
function keepWhatRuns(plan: SuitePlan, availabilities: Survey["availabilities"]): SuitePlan {
  const rows = new Set<string>();
  const isRepeated = ({ runtime }: { runtime: string }): boolean =>
    !availabilities.get(runtime)!.available && (rows.has(runtime) || !rows.add(runtime));
  const there = leaveOut(plan, isRepeated, () => "unavailable: one row says why");
  return leaveOutSlow(there, (runtime) => {
    const found = availabilities.get(runtime)!;
    return found.available ? found.slowness : undefined;
  });
}

/** One count a network and size, of one image. */
async function countNetworks(requests: readonly ModelRequest[], modelOf: ModelOf): Promise<readonly Count[]> {
  const counts = new Map<string, Count>();
  for (const { network, size, batch } of requests) {
    const single = { network, size, batch: 1 };
    const key = artifactKey(single);
    if (!counts.has(key)) {
      const { graph } = await modelOf(single);
      counts.set(key, countSchema.parse({ ...summariseCost(graph), network, size, fingerprint: fingerprintOf(graph) }));
    }
    if (batch !== 1) await modelOf({ network, size, batch });
  }
  return [...counts.values()];
}
