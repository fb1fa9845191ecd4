/** What a pickle is made of here: values of its own, none of which does anything. */
import type { ElementType } from "../memory/elements.js";

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleSequence
  | PickleDictionary
  | PickleConstructor
  | PickleRefused
  | PickleTensor
  | PickleStorage
  | PickleType;

/** A list, a tuple or a set. */
export class PickleSequence {
  readonly items: PickleValue[];

  constructor(items: PickleValue[]) {
    this.items = items;
  }
}

export class PickleDictionary {
  #entries: Map<PickleValue, PickleValue> | undefined;

  /** Made when something is put in: the many that stay empty cost little. */
  get entries(): Map<PickleValue, PickleValue> {
    return (this.#entries ??= new Map());
  }
}

/** A constructor that is known, by what is made here of its arguments. */
export class PickleConstructor {
  readonly name: string;
  readonly make: (items: readonly PickleValue[]) => PickleValue;

  constructor(name: string, make: (items: readonly PickleValue[]) => PickleValue) {
    this.name = name;
    this.make = make;
  }
}

/** Stands for whatever the file asks for that is not known, and for all that is made of it. */
export class PickleRefused {
  readonly isRefused = true;
}

/** A data type, or a class of storages of one; without a type it is bytes. */
export class PickleType {
  readonly type: ElementType | undefined;

  constructor(type?: ElementType) {
    this.type = type;
  }
}

/** Elements that lie in the file under a key. */
export class PickleStorage {
  readonly key: string;
  readonly type: PickleType["type"];
  /** In elements of its type. */
  readonly length: number;

  constructor(key: string, type: PickleType["type"], length: number) {
    this.key = key;
    this.type = type;
    this.length = length;
  }
}

/** A view of a storage. */
export class PickleTensor {
  readonly storage: PickleStorage;
  readonly type: ElementType;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(data: PickleTensor) {
    this.storage = data.storage;
    this.type = data.type;
    this.offset = data.offset;
    this.shape = data.shape;
    this.strides = data.strides;
  }
}
