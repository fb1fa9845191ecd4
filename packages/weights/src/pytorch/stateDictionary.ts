/** Which tensors of a PyTorch file are the weights: a state dictionary, or the one that stands in what was saved of a training. */
import { UnsupportedWeightsError } from "../damaged.js";
import { PickleDictionary, PickleSequence, PickleTensor, type PickleValue } from "../pickle/values.js";
import { quoted } from "../safetensors/errors.js";

export interface StateDictionary {
  readonly tensors: ReadonlyMap<string, PickleTensor>;
  /** Where in the file they stand: the keys that lead to them; none where the file is the state dictionary. */
  readonly path: readonly string[];
}

/** What people call a state dictionary in a file that has more, those first that are more surely meant. */
const USUAL_KEYS = [
  "state_dict",
  "model_state_dict",
  "model_state",
  "model",
  "net",
  "network",
  "weights",
  "params",
  "module",
];
const DEEPEST = 8;
const MOST_TENSORS = 100_000;
/** Dictionaries in dictionaries, each as often as it is reached. */
const MOST_VISITED = 400_000;

/** Follows the usual keys to a dictionary that holds tensors; a dictionary without such a key is read with all that it holds. */
export function findStateDictionary(root: PickleValue): StateDictionary {
  const path: string[] = [];
  let found: PickleValue = root;
  while (found instanceof PickleDictionary && path.length < DEEPEST && !hasTensors(found)) {
    const { entries }: PickleDictionary = found;
    const key = USUAL_KEYS.find((each) => entries.get(each) instanceof PickleDictionary);
    if (key === undefined) break;
    path.push(key);
    found = entries.get(key)!;
  }
  const tensors = new Map<string, PickleTensor>();
  if (found instanceof PickleDictionary) new Collector(tensors).collect(found, "", 0);
  if (tensors.size === 0)
    throw new UnsupportedWeightsError({ problem: `the file holds no tensors by name, but ${describe(root)}` });
  return { tensors, path };
}

function hasTensors({ entries }: PickleDictionary): boolean {
  for (const value of entries.values()) if (value instanceof PickleTensor) return true;
  return false;
}

class Collector {
  readonly #tensors: Map<string, PickleTensor>;
  #visited = 0;

  constructor(tensors: Map<string, PickleTensor>) {
    this.#tensors = tensors;
  }

  /** Numbers and words beside the tensors say something of the training. */
  collect({ entries }: PickleDictionary, prefix: string, depth: number): void {
    if (depth > DEEPEST) throw refused(`dictionaries stand more than ${DEEPEST} deep in each other`);
    for (const [key, value] of entries) {
      this.#visited += 1;
      if (this.#visited > MOST_VISITED || this.#tensors.size > MOST_TENSORS) {
        throw refused(`the file holds more than ${MOST_TENSORS} tensors by name`);
      }
      const holdsTensors = value instanceof PickleTensor || value instanceof PickleDictionary;
      if (!holdsTensors || isOptimizer(value)) continue;
      if (typeof key !== "string" && typeof key !== "number")
        throw refused("a tensor stands under a key that is no name");
      const name = `${prefix}${key}`;
      if (value instanceof PickleDictionary) {
        this.collect(value, `${name}.`, depth + 1);
        continue;
      }
      if (this.#tensors.has(name)) throw refused(`two tensors are called ${quoted(name)}`);
      this.#tensors.set(name, value);
    }
  }
}

/** What an optimizer remembers of each weight. */
function isOptimizer(value: PickleValue): boolean {
  return value instanceof PickleDictionary && value.entries.has("state") && value.entries.has("param_groups");
}

function refused(problem: string): UnsupportedWeightsError {
  return new UnsupportedWeightsError({ problem });
}

function describe(value: PickleValue): string {
  if (value instanceof PickleTensor) return "one tensor without a name";
  if (value instanceof PickleSequence) return "a list";
  if (!(value instanceof PickleDictionary)) return "a single value";
  const keys = [...value.entries.keys()].filter((key) => typeof key === "string");
  return keys.length === 0 ? "an empty dictionary" : `a dictionary with ${keys.slice(0, 6).map(quoted).join(", ")}`;
}
