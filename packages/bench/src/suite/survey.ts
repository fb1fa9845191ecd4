/** What a suite finds before it measures: the machine, the runtimes that work, the revision, what its networks cost. */
import { type Count, type SuitePlan, countSchema, leaveOut, modelKey, summariseNetwork } from "@linknet-kit/results";
import {
  type Availability,
  type Runtime,
  captureEnvironment,
  probeRuntimes,
  refuseNothing,
} from "@linknet-kit/runtimes";
import { passesPositions } from "@linknet-kit/runtimes/measure";
import { type ModelOf, type ModelRequest, type MeasuredModel, hashModelFile, isFile } from "../cell/artifacts.js";
import { type GitState, readGitState } from "../git/git.js";
import { leaveOutSlow } from "../suites.js";
import { fingerprintOf } from "./fingerprint.js";
import type { BookHeader } from "./resume.js";

/** Its plan has one cell for each runtime that is not there. */
export interface Survey extends BookHeader {
  /** By runtime name. */
  readonly availabilities: ReadonlyMap<string, Availability>;
  /** By runtime name: how long it took to start and to answer, in seconds. */
  readonly startSeconds: ReadonlyMap<string, number>;
  /** Networks that pass positions of maxima on, so that each runtime is checked at a small size too. */
  readonly passPositions: ReadonlySet<string>;
}

interface SurveyOptions {
  readonly plan: SuitePlan;
  readonly modelOf: ModelOf;
  readonly alsoCount?: readonly ModelRequest[] | undefined;
  readonly runtimes: readonly Runtime[];
  readonly git?: GitState | undefined;
  readonly mayRunNothing?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before runtimes are asked, with the names of those that one process answers for. */
  readonly onAsk?: (runtimes: readonly string[]) => void;
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
  onAsk,
}: SurveyOptions): Promise<Survey> {
  const { counts, models, passPositions } = await countNetworks([...plan.cells, ...alsoCount], modelOf);
  const { revision, dirty } = git ?? (await readGitState(process.cwd()));
  const startSeconds = new Map<string, number>();
  const availabilities = await probeRuntimes(runtimes, {
    signal,
    onAsk: (together) => onAsk?.(together.map(({ name }) => name)),
    onAnswer: (together, milliseconds) => {
      for (const { name } of together) startSeconds.set(name, milliseconds / 1000);
    },
  });
  if (!mayRunNothing) refuseNothing(availabilities);
  const versions = [...availabilities].flatMap(([name, found]) => (found.available ? [[name, found.version]] : []));
  const environment = await captureEnvironment(Object.fromEntries(versions), dirty);
  const found = { gitRevision: revision, environment, counts, availabilities, startSeconds, passPositions };
  return { plan: keepWhatRuns(plan, availabilities), ...found, ...(models.length === 0 ? {} : { models }) };
}

/** Of a runtime that is not there the first cell stays, to say why; of one that is slower than usual, what it can measure. */
function keepWhatRuns(plan: SuitePlan, availabilities: Survey["availabilities"]): SuitePlan {
  const rows = new Set<string>();
  const isRepeated = ({ runtime }: { runtime: string }): boolean =>
    !availabilities.get(runtime)!.available && (rows.has(runtime) || !rows.add(runtime));
  const there = withoutSoftware(
    leaveOut(plan, isRepeated, () => "unavailable: one row says why"),
    availabilities,
  );
  return leaveOutSlow(there, (runtime) => {
    const found = availabilities.get(runtime)!;
    return found.available ? found.slowness : undefined;
  });
}

/** A GPU that the processor simulates takes minutes for little, and says nothing of any GPU. */
function withoutSoftware(plan: SuitePlan, availabilities: Survey["availabilities"]): SuitePlan {
  if (plan.isChosen === true) return plan;
  const isSoftware = ({ runtime }: { runtime: string }): boolean => {
    const found = availabilities.get(runtime)!;
    return found.available && found.isSoftware === true;
  };
  return leaveOut(
    plan,
    isSoftware,
    () => "a GPU in software, which takes minutes: named with --runtimes it is measured",
  );
}

/** One count a network and size, of one image; files as they are, counted where the ops here express them. */
async function countNetworks(requests: readonly ModelRequest[], modelOf: ModelOf) {
  const counts = new Map<string, Count>();
  const models = new Map<string, NonNullable<BookHeader["models"]>[number]>();
  const passPositions = new Set<string>();
  for (const request of requests) {
    const { network, size, batch } = request;
    const subject = models.has(network) ? undefined : await modelOf({ network, size, batch: 1 });
    if (subject === undefined) continue;
    const key = modelKey({ network, size, batch: 1 });
    if (!counts.has(key)) {
      const count = countOf(subject, { network, size });
      if (count !== undefined) counts.set(key, count);
    }
    if (!isFile(subject) && passesPositions(subject.graph)) passPositions.add(network);
    if (isFile(subject)) models.set(network, { network, file: subject.path, sha256: await hashModelFile(subject) });
    else if (batch !== 1) await modelOf(request);
  }
  return { counts: [...counts.values()], models: [...models.values()], passPositions };
}

/** Nothing of a file that is not of one image, or has operators without a count: no count is better than a wrong one. */
function countOf(subject: MeasuredModel, named: Pick<Count, "network" | "size">): Count | undefined {
  const graph = isFile(subject) ? subject.model?.graph : subject.graph;
  if (graph === undefined) return undefined;
  try {
    return countSchema.parse({ ...summariseNetwork(graph), ...named, fingerprint: fingerprintOf(graph) });
  } catch (error) {
    if (isFile(subject)) return undefined;
    throw error;
  }
}
