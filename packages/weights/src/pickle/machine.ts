/**
 * The machine that pickles are programs for, without what makes them dangerous: it looks up no name and calls nothing but the
 * constructors that it is given. https://docs.python.org/3/library/pickletools.html
 */
import { RefusedPickleError } from "../damaged.js";
import { PickleBytes, damagedPickle } from "./bytes.js";
import { OPCODES } from "./opcodes.js";
import { PickleConstructor, PickleDictionary, PickleRefused, PickleSequence, type PickleValue } from "./values.js";

export interface PickleRules {
  /** What a name stands for, written `module.name`; nothing where it is not known. */
  readonly find: (name: string) => PickleValue | undefined;
  /** What lies beside the pickle under an identity. */
  readonly persistent: (identity: PickleValue) => PickleValue;
}

export interface Unpickled {
  readonly value: PickleValue;
  /** Of the first byte after it. */
  readonly end: number;
}

export interface UnpickleOptions {
  /** Where it begins. */
  readonly start?: number;
  /** The longest that is read. */
  readonly maximumBytes?: number;
}

/** About a hundred thousand tensors; more would only keep a reader busy. */
export const MOST_PICKLE_BYTES = 2 ** 24;
/** A tensor needs about forty instructions, and about ten objects. */
const MOST_INSTRUCTIONS = 4_000_000;
const MOST_OBJECTS = 1_000_000;
const MOST_REFUSED = 1000;
const STOP = 0x2e;

/** The value that the pickle at that position stands for; a `RefusedPickleError` names everything in it that is not known. */
export function unpickle(
  bytes: Uint8Array,
  rules: PickleRules,
  { start = 0, maximumBytes = MOST_PICKLE_BYTES }: UnpickleOptions = {},
): Unpickled {
  const machine = new PickleMachine(bytes.subarray(0, start + maximumBytes), rules, start);
  const value = machine.run();
  return { value, end: machine.bytes.position };
}

export class PickleMachine {
  readonly bytes: PickleBytes;
  readonly #memo = new Map<number, PickleValue>();
  readonly #rules: PickleRules;
  readonly #refused = new Set<string>();
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];
  #instructions = 0;
  #objects = 0;

  constructor(bytes: Uint8Array, rules: PickleRules, start: number) {
    this.bytes = new PickleBytes(bytes, start);
    this.#rules = rules;
  }

  run(): PickleValue {
    for (let code = this.bytes.byte(); code !== STOP; code = this.bytes.byte()) {
      const operation = OPCODES.get(code);
      if (operation === undefined) {
        throw damagedPickle(`it has the instruction 0x${code.toString(16)}, which is not known`);
      }
      operation(this);
      this.#instructions += 1;
      if (this.#instructions > MOST_INSTRUCTIONS) throw tooMany(MOST_INSTRUCTIONS, "instructions");
    }
    if (this.#refused.size > 0) throw new RefusedPickleError({ names: [...this.#refused] });
    return this.pop();
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw damagedPickle("it takes a value where there is none");
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw damagedPickle("it takes a value where there is none");
    return value;
  }

  mark(): void {
    this.#countObject();
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Keeps the last value, under the next free number unless one is given. */
  remember(index: number = this.#memo.size): void {
    this.#countObject();
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw damagedPickle("it recalls what it has not kept");
    this.push(value);
  }

  pushBytes(length: number): void {
    this.#countObject();
    this.push(this.bytes.take(length));
  }

  /** Everything since the last mark. */
  popMark(): PickleValue[] {
    const items = this.#stack;
    const below = this.#marked.pop();
    if (below === undefined) throw damagedPickle("it goes back to a mark where there is none");
    this.#stack = below;
    return items;
  }

  sequence(items: PickleValue[]): void {
    this.#countObject();
    this.push(new PickleSequence(items));
  }

  dictionary(items: readonly PickleValue[] = []): void {
    this.#countObject();
    const dictionary = new PickleDictionary();
    setItems(dictionary, items);
    this.push(dictionary);
  }

  global(name: string): void {
    const known = this.#rules.find(name);
    if (known === undefined && this.#refused.size < MOST_REFUSED) this.#refused.add(name);
    this.push(known ?? new PickleRefused());
  }

  persistent(): void {
    const identity = this.pop();
    this.#countObject();
    // Of what is refused there is no identity to look for.
    this.push(holdsRefused(identity) ? new PickleRefused() : this.#rules.persistent(identity));
  }

  /** Makes what a constructor makes of its arguments. */
  make(): void {
    const given = this.pop();
    const constructor = this.pop();
    this.#countObject();
    if (!(given instanceof PickleSequence)) throw damagedPickle("it calls something without a list of arguments");
    if (constructor instanceof PickleRefused || given.items.some(isRefused)) this.push(new PickleRefused());
    else if (constructor instanceof PickleConstructor) this.push(constructor.make(given.items));
    else throw damagedPickle("it calls something that is no constructor");
  }

  /** Gives an object its state; that of a state dictionary says nothing of its tensors. */
  build(): void {
    this.pop();
    const target = this.top();
    if (isRefused(target) || target instanceof PickleDictionary) return;
    throw damagedPickle("it gives a state to something that has none");
  }

  append(items: readonly PickleValue[]): void {
    const target = this.top();
    if (isRefused(target)) return;
    if (!(target instanceof PickleSequence)) throw damagedPickle("it appends to something that is no list");
    for (const item of items) target.items.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    const target = this.top();
    if (isRefused(target)) return;
    if (!(target instanceof PickleDictionary))
      throw damagedPickle("it puts entries into something that is no dictionary");
    setItems(target, items);
  }

  #countObject(): void {
    this.#objects += 1;
    if (this.#objects > MOST_OBJECTS) throw tooMany(MOST_OBJECTS, "objects");
  }
}

function tooMany(limit: number, what: string): Error {
  return damagedPickle(`it has more than ${limit} ${what}`);
}

function setItems(target: PickleDictionary, items: readonly PickleValue[]): void {
  if (items.length % 2 !== 0) throw damagedPickle("it has a key without a value");
  for (let index = 0; index < items.length; index += 2) target.entries.set(items[index]!, items[index + 1]!);
}

function isRefused(value: PickleValue): boolean {
  return value instanceof PickleRefused;
}

function holdsRefused(value: PickleValue): boolean {
  return isRefused(value) || (value instanceof PickleSequence && value.items.some(isRefused));
}
