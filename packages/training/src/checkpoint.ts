/** All that a training needs to go on as if it had never stopped, in one safetensors file that is there whole or not at all. */
import { createHash } from "node:crypto";
import { describeIssues } from "@linknet-kit/base";
import {
  type Graph,
  type Model,
  type Parameter,
  type Tensor,
  type TensorType,
  printGraph,
  printType,
  readWeights,
  sameType,
} from "@linknet-kit/core";
import { UnreadableSafetensorsError, readSafetensors, writeSafetensors } from "@linknet-kit/weights";
import { z } from "zod";
import { NotACheckpointError, OtherTrainingError } from "./errors.js";
import { metricsSchema } from "./metrics.js";

const METADATA = "linknet-kit training";
const count = z.int().min(0);
const best = z.object({ metric: z.string(), value: z.number(), epoch: count });

const schema = z.strictObject({
  version: z.literal(1),
  network: z.object({ name: z.string(), digest: z.string() }),
  /** What the run was made with, field by field. */
  settings: z.record(z.string(), z.unknown()),
  position: z.object({ epoch: count, batch: count, batches: count, updates: count }),
  best: best.optional(),
  /** The last line of its metrics, which a file that is cut off has lost first. */
  measured: metricsSchema.optional(),
});

export type CheckpointNotes = z.infer<typeof schema>;
/** Where a run stands: `batch` of `epoch` is the next, `batches` and `updates` are those of the whole run so far. */
export type Position = CheckpointNotes["position"];
export type Best = z.infer<typeof best>;

export interface Checkpoint {
  readonly notes: CheckpointNotes;
  /** The network's parameters, and the optimiser's state by the names of the step's inputs. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export function networkOf({ graph }: Model): CheckpointNotes["network"] {
  return { name: graph.name, digest: createHash("sha256").update(printGraph(graph)).digest("hex") };
}

export async function writeCheckpoint(path: string, { notes, tensors }: Checkpoint): Promise<void> {
  const parameters = [...tensors].map(
    ([name, { dtype, shape }]): Parameter => ({ name, type: { dtype, shape }, initial: { kind: "given" } }),
  );
  const graph: Graph = { name: notes.network.name, inputs: [], parameters, nodes: [], outputs: [] };
  const weights = readWeights((name) => tensors.get(name));
  // The folder is this run's, whatever became of the file.
  await writeSafetensors({ graph, weights }, path, { force: true, metadata: { [METADATA]: JSON.stringify(notes) } });
}

/**
 * A checkpoint of this network and these settings; throws a `NotACheckpointError`, or an `OtherTrainingError` that lists how it differs. Its
 * tensors are checked once it is known which are needed (`checkTensors`).
 */
export async function readCheckpoint(
  path: string,
  expected: Pick<CheckpointNotes, "network" | "settings">,
): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(path).catch((cause: unknown) => {
    if (!(cause instanceof UnreadableSafetensorsError)) throw cause;
    throw new NotACheckpointError({ path, problem: cause.summary.replace(`${path}: `, ""), cause });
  });
  const notes = readNotes(path, metadata.get(METADATA));
  const differences = [
    ...differencesOfNetwork(notes.network, expected.network),
    ...differencesOfSettings(notes.settings, expected.settings),
  ];
  if (differences.length > 0) throw new OtherTrainingError({ path, differences });
  return { notes, tensors };
}

/** Throws an `OtherTrainingError` where tensors of a checkpoint are not those that go on. */
export function checkTensors(path: string, { tensors }: Checkpoint, expected: ReadonlyMap<string, TensorType>): void {
  const differences = differencesOfTensors(tensors, expected);
  if (differences.length > 0) throw new OtherTrainingError({ path, differences });
}

function readNotes(path: string, text: string | undefined): CheckpointNotes {
  if (text === undefined) throw new NotACheckpointError({ path, problem: "it says nothing of a training" });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NotACheckpointError({ path, problem: "what it says of the training is no JSON" });
  }
  const { success, data, error } = schema.safeParse(json);
  if (!success) throw new NotACheckpointError({ path, problem: describeIssues(error.issues).join(", ") });
  return data;
}

type Network = CheckpointNotes["network"];

function differencesOfNetwork(there: Network, here: Network): readonly string[] {
  if (there.name !== here.name) return [`the network is ${there.name} there and ${here.name} here`];
  return there.digest === here.digest ? [] : [`${here.name} has other layers, another width or other sizes there`];
}

/** By field, and field of a field, as JSON shows them. */
function differencesOfSettings(there: Settings, here: Settings): readonly string[] {
  const show = (value: unknown): string => JSON.stringify(value) ?? "not given";
  const [theirs, ours] = [fieldsOf(there), fieldsOf(here)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
    const [one, other] = [show(theirs.get(name)), show(ours.get(name))];
    return one === other ? [] : [`${name} is ${one} there and ${other} here`];
  });
}

type Settings = Readonly<Record<string, unknown>>;

/** `optimiser.rate` and so on; lists are not taken apart. */
function fieldsOf(settings: Settings, above = ""): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(settings).flatMap(([name, value]): (readonly [string, unknown])[] => {
      const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
      return isGroup ? [...fieldsOf(value as Settings, `${above}${name}.`)] : [[`${above}${name}`, value]];
    }),
  );
}

function differencesOfTensors(
  there: ReadonlyMap<string, Tensor>,
  here: ReadonlyMap<string, TensorType>,
): readonly string[] {
  const missing = [...here].flatMap(([name, type]) => {
    const found = there.get(name);
    if (found === undefined) return [`"${name}" is missing there`];
    return sameType(found, type) ? [] : [`"${name}" is ${printType(found)} there and ${printType(type)} here`];
  });
  const unknown = [...there.keys()].filter((name) => !here.has(name)).map((name) => `"${name}" is unknown here`);
  return [...missing, ...unknown].slice(0, MOST_TOLD);
}

const MOST_TOLD = 10;
