/** Tensors of the files that `torch.save` writes: zip archives since 1.6, before that pickles one after the other. */
import type { Tensor } from "@linknet-kit/core";
import { DamagedWeightsError, UnsupportedWeightsError } from "../damaged.js";
import type { MemoryBudget } from "../memory/budget.js";
import { MOST_PICKLE_BYTES, unpickle } from "../pickle/machine.js";
import type { PickleValue } from "../pickle/values.js";
import { quoted } from "../safetensors/errors.js";
import type { ZipEntry } from "../zip.js";
import { findConstructor } from "./constructors.js";
import { readLegacy } from "./legacy.js";
import { findStateDictionary } from "./stateDictionary.js";
import { type StorageFile, Storages } from "./storages.js";

export interface PytorchWeights {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The keys that lead to them in the file. */
  readonly path: readonly string[];
}

/** Stands in every archive of PyTorch, below one folder. */
const PICKLE = /^([^/]*)\/data\.pkl$/;
/** Of an entry that says one word. */
const LONGEST_WORD = 64;

/** Whether an archive is one of PyTorch's. */
export function isPytorch(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return [...entries.keys()].some((name) => PICKLE.test(name));
}

/** Of an archive of 1.6 or later. */
export function decodePytorch(entries: ReadonlyMap<string, ZipEntry>, budget: MemoryBudget): PytorchWeights {
  const [root, ...others] = [...entries.keys()].flatMap((name) => PICKLE.exec(name)?.[1] ?? []);
  if (root === undefined || others.length > 0) throw damaged(`it has ${others.length + 1} files "data.pkl"`);
  if (entries.has(`${root}/constants.pkl`)) {
    throw new UnsupportedWeightsError({
      problem: "the file is a program of TorchScript, and no code of a file is run",
      hint: 'save its weights alone: torch.save(torch.jit.load(file).state_dict(), "weights.pt")',
    });
  }
  const pickle = entries.get(`${root}/data.pkl`)!;
  if (pickle.bytes > MOST_PICKLE_BYTES) {
    throw damaged(`"data.pkl" has ${pickle.bytes} bytes, and ${MOST_PICKLE_BYTES} are the most`);
  }
  const storages = new Storages(budget);
  const { value } = unpickle(pickle.read(budget), { find: findConstructor, persistent: storages.find });
  const read = (key: string): Uint8Array => {
    const entry = entries.get(`${root}/data/${key}`);
    if (entry === undefined) throw damaged(`storage ${quoted(key)} is not in it`);
    return entry.read(budget);
  };
  return weightsOf(value, storages, { read, isBigEndian: isBigEndian(entries.get(`${root}/byteorder`), budget) });
}

/** Of a file before 1.6, or of one that is still written so. */
export function decodeLegacyPytorch(bytes: Uint8Array, budget: MemoryBudget): PytorchWeights {
  const storages = new Storages(budget);
  const { value, read } = readLegacy(bytes, storages);
  return weightsOf(value, storages, { read, isBigEndian: false });
}

function weightsOf(value: PickleValue, storages: Storages, file: StorageFile): PytorchWeights {
  const { tensors, path } = findStateDictionary(value);
  return { tensors: new Map([...tensors].map(([name, view]) => [name, storages.tensor(name, view, file)])), path };
}

/** Older files do not say it, and are read as machines are today. */
function isBigEndian(entry: ZipEntry | undefined, budget: MemoryBudget): boolean {
  if (entry === undefined) return false;
  const order = entry.bytes > LONGEST_WORD ? "" : new TextDecoder().decode(entry.read(budget));
  if (order !== "little" && order !== "big") throw damaged("it does not say the order of its bytes");
  return order === "big";
}

function damaged(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: "PyTorch file", problem });
}
