/**
 * The files of PyTorch before 1.6: five pickles one after the other (a number that marks them, a version, the machine, the object, the keys
 * of its storages), then each storage with its length before it, low bytes first on every machine.
 */
import { DamagedWeightsError } from "../damaged.js";
import { unpickle } from "../pickle/machine.js";
import { PickleSequence, type PickleValue } from "../pickle/values.js";
import { quoted } from "../safetensors/errors.js";
import { findConstructor } from "./constructors.js";
import { type Storages, byteLength } from "./storages.js";

const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;
/** Of what stands before the object. */
const LONGEST_WORD = 4096;
const LENGTH_BYTES = 8;

export interface LegacyFile {
  readonly value: PickleValue;
  readonly read: (key: string) => Uint8Array;
}

/** The object and where its storages lie, all of which must be there. */
export function readLegacy(bytes: Uint8Array, storages: Storages): LegacyFile {
  let position = 0;
  const rules = { find: findConstructor, persistent: storages.find };
  const next = (maximumBytes?: number): PickleValue => {
    const { value, end } = unpickle(bytes, rules, {
      start: position,
      ...(maximumBytes !== undefined && { maximumBytes }),
    });
    position = end;
    return value;
  };
  if (next(LONGEST_WORD) !== MAGIC) throw damaged("it is a pickle, and not one of PyTorch's");
  const version = next(LONGEST_WORD);
  if (version !== VERSION) throw damaged("it is of a version that is not known");
  // The sizes of types on the machine that wrote it: they change nothing.
  next(LONGEST_WORD);
  const value = next();
  return { value, read: contentsOf(bytes, keysOf(next()), { storages, start: position }) };
}

function keysOf(value: PickleValue): readonly string[] {
  const items = value instanceof PickleSequence ? value.items : [undefined];
  if (!items.every((key) => typeof key === "string")) throw damaged("it does not list its storages");
  return items;
}

function contentsOf(
  bytes: Uint8Array,
  keys: readonly string[],
  { storages, start }: { readonly storages: Storages; readonly start: number },
): (key: string) => Uint8Array {
  const contents = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let position = start;
  for (const key of keys) {
    const storage = storages.get(key);
    if (storage === undefined || contents.has(key))
      throw damaged(`it lists storage ${quoted(key)}, which is not of it`);
    const begin = position + LENGTH_BYTES;
    const end = begin + byteLength(storage);
    if (!(end <= bytes.length)) throw damaged(`it ends within storage ${quoted(key)}`);
    const length = view.getBigUint64(position, true);
    if (length !== BigInt(storage.length))
      throw damaged(`storage ${quoted(key)} has ${length} elements, not ${storage.length}`);
    contents.set(key, bytes.subarray(begin, end));
    position = end;
  }
  if (position < bytes.length) throw damaged(`${bytes.length - position} bytes after its storages belong to nothing`);
  return (key) => {
    const content = contents.get(key);
    if (content === undefined) throw damaged(`storage ${quoted(key)} is not in it`);
    return content;
  };
}

function damaged(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: "PyTorch file", problem });
}
