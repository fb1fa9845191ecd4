/** The storages of a PyTorch file: each is known by its key, and read once, however many tensors are views of it. */
import { DamagedWeightsError, UnsupportedWeightsError } from "../damaged.js";
import type { Tensor } from "@linknet-kit/core";
import type { MemoryBudget } from "../memory/budget.js";
import { aligned, elementBytes, layoutProblem, stridedTensor } from "../memory/elements.js";
import { damagedPickle } from "../pickle/bytes.js";
import { PickleSequence, PickleStorage, type PickleTensor, PickleType, type PickleValue } from "../pickle/values.js";
import { quoted } from "../safetensors/errors.js";

/** Of any type of elements. */
const ALIGNMENT_BYTES = 8;

export interface StorageFile {
  /** The bytes under a key, those that the file has. */
  readonly read: (key: string) => Uint8Array;
  readonly isBigEndian: boolean;
}

export class Storages {
  readonly #known = new Map<string, PickleStorage>();
  readonly #read = new Map<string, Uint8Array>();
  readonly #views = new Map<PickleTensor, Tensor>();
  readonly #budget: MemoryBudget;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  /** The storage of an identity: `("storage", class, key, where it was, length)`, before 1.6 with a view of it. */
  readonly find = (identity: PickleValue): PickleStorage => {
    const items = identity instanceof PickleSequence ? identity.items : [];
    const [kind, type, key, , length, view = null] = items;
    if (kind !== "storage") throw damagedPickle("it has something beside it that is no storage");
    if (!(type instanceof PickleType) || typeof key !== "string" || !isWhole(length)) {
      throw damagedPickle("it has a storage that is not described as PyTorch does");
    }
    if (view !== null) throw new UnsupportedWeightsError({ problem: VIEW });
    const known = this.#known.get(key);
    if (known === undefined) {
      const storage = new PickleStorage(key, type.type, length);
      this.#known.set(key, storage);
      return storage;
    }
    if (known.type !== type.type || known.length !== length) {
      throw damagedPickle(`it describes storage ${quoted(key)} in two ways`);
    }
    return known;
  };

  get(key: string): PickleStorage | undefined {
    return this.#known.get(key);
  }

  /** A tensor of its own shape; views that are in order share the memory of their storage. */
  tensor(name: string, view: PickleTensor, file: StorageFile): Tensor {
    const known = this.#views.get(view);
    if (known !== undefined) return known;
    const bytes = this.#bytes(view.storage, file);
    const { type, offset, shape, strides } = view;
    const layout = { type, offset, shape, strides, isBigEndian: file.isBigEndian };
    const problem = layoutProblem(layout, bytes.length);
    const what = `tensor ${quoted(name)}`;
    if (problem !== undefined) throw damaged(`${what} ${problem}`);
    const tensor = stridedTensor(bytes, layout, this.#budget, what);
    this.#views.set(view, tensor);
    return tensor;
  }

  #bytes(storage: PickleStorage, file: StorageFile): Uint8Array {
    const known = this.#read.get(storage.key);
    if (known !== undefined) return known;
    const bytes = file.read(storage.key);
    const expected = byteLength(storage);
    const what = `storage ${quoted(storage.key)}`;
    if (bytes.length !== expected) throw damaged(`${what} has ${bytes.length} bytes, ${expected} were to be there`);
    const read = aligned(bytes, ALIGNMENT_BYTES, this.#budget, what);
    this.#read.set(storage.key, read);
    return read;
  }
}

const VIEW = "the file has a storage that is part of another, as PyTorch wrote before 0.4";

function isWhole(value: PickleValue | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function byteLength({ type, length }: PickleStorage): number {
  return type === undefined ? length : length * elementBytes(type);
}

function damaged(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: "PyTorch file", problem });
}
