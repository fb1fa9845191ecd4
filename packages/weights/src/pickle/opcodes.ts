/** The instructions of pickles up to protocol 5, but those that only objects with code of their own need. */
import { damagedPickle, exact } from "./bytes.js";
import type { PickleMachine } from "./machine.js";

type Operation = (machine: PickleMachine) => void;

const byLetter = (operations: Readonly<Record<string, Operation>>): readonly (readonly [number, Operation])[] =>
  Object.entries(operations).map(([letter, operation]) => [letter.charCodeAt(0), operation]);

/** By their letters in Python's own list. */
const LETTERS = byLetter({
  "(": (machine) => machine.mark(),
  "0": (machine) => void machine.pop(),
  "1": (machine) => void machine.popMark(),
  "2": (machine) => machine.push(machine.top()),
  N: (machine) => machine.push(null),
  I: (machine) => machine.push(digits(machine.bytes.line())),
  L: (machine) => machine.push(digits(machine.bytes.line().replace(/L$/, ""))),
  F: (machine) => machine.push(Number(machine.bytes.line())),
  J: (machine) => machine.push(machine.bytes.int32()),
  K: (machine) => machine.push(machine.bytes.byte()),
  M: (machine) => machine.push(machine.bytes.uint16()),
  G: (machine) => machine.push(machine.bytes.float64()),
  X: (machine) => machine.push(machine.bytes.text(machine.bytes.uint32())),
  V: (machine) => machine.push(machine.bytes.line()),
  U: (machine) => machine.push(machine.bytes.text(machine.bytes.byte())),
  T: (machine) => machine.push(machine.bytes.text(machine.bytes.uint32())),
  B: (machine) => machine.pushBytes(machine.bytes.uint32()),
  C: (machine) => machine.pushBytes(machine.bytes.byte()),
  "]": (machine) => machine.sequence([]),
  ")": (machine) => machine.sequence([]),
  l: (machine) => machine.sequence(machine.popMark()),
  t: (machine) => machine.sequence(machine.popMark()),
  a: (machine) => appendOne(machine),
  e: (machine) => appendMarked(machine),
  "}": (machine) => machine.dictionary(),
  d: (machine) => machine.dictionary(machine.popMark()),
  s: (machine) => setOne(machine),
  u: (machine) => {
    const items = machine.popMark();
    machine.setItems(items);
  },
  c: (machine) => {
    const module = machine.bytes.line();
    machine.global(`${module}.${machine.bytes.line()}`);
  },
  R: (machine) => machine.make(),
  b: (machine) => machine.build(),
  Q: (machine) => machine.persistent(),
  p: (machine) => machine.remember(Number(digits(machine.bytes.line()))),
  q: (machine) => machine.remember(machine.bytes.byte()),
  r: (machine) => machine.remember(machine.bytes.uint32()),
  g: (machine) => machine.recall(Number(digits(machine.bytes.line()))),
  h: (machine) => machine.recall(machine.bytes.byte()),
  j: (machine) => machine.recall(machine.bytes.uint32()),
});

/** Those without a letter. */
const NUMBERS: readonly (readonly [number, Operation])[] = [
  [0x80, (machine) => void machine.bytes.byte()],
  [0x81, (machine) => machine.make()],
  [0x85, (machine) => tuple(machine, 1)],
  [0x86, (machine) => tuple(machine, 2)],
  [0x87, (machine) => tuple(machine, 3)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [0x8a, (machine) => machine.push(machine.bytes.integer(machine.bytes.byte()))],
  [0x8b, (machine) => machine.push(machine.bytes.integer(machine.bytes.uint32()))],
  [0x8c, (machine) => machine.push(machine.bytes.text(machine.bytes.byte()))],
  [0x8d, (machine) => machine.push(machine.bytes.text(machine.bytes.uint64()))],
  [0x8e, (machine) => machine.pushBytes(machine.bytes.uint64())],
  [0x8f, (machine) => machine.sequence([])],
  [0x90, (machine) => appendMarked(machine)],
  [0x91, (machine) => machine.sequence(machine.popMark())],
  [
    0x93,
    (machine) => {
      const name = machine.pop();
      const module = machine.pop();
      if (typeof name !== "string" || typeof module !== "string") throw damagedPickle("it has a name that is no text");
      machine.global(`${module}.${name}`);
    },
  ],
  [0x94, (machine) => machine.remember()],
  // The length of a frame only helps those who read from a stream.
  [0x95, (machine) => void machine.bytes.take(8)],
  [0x96, (machine) => machine.pushBytes(machine.bytes.uint64())],
];

export const OPCODES: ReadonlyMap<number, Operation> = new Map([...LETTERS, ...NUMBERS]);

function tuple(machine: PickleMachine, length: number): void {
  const items = Array.from({ length }, () => machine.pop());
  machine.sequence(items.toReversed());
}

function appendOne(machine: PickleMachine): void {
  const item = machine.pop();
  machine.append([item]);
}

function appendMarked(machine: PickleMachine): void {
  const items = machine.popMark();
  machine.append(items);
}

function setOne(machine: PickleMachine): void {
  const value = machine.pop();
  machine.setItems([machine.pop(), value]);
}

/** A whole number in digits; protocol 0 writes truths as 00 and 01. */
function digits(line: string): number | bigint | boolean {
  if (line === "00" || line === "01") return line === "01";
  if (!/^-?\d{1,100}$/.test(line)) throw damagedPickle("it has a number that is none");
  return exact(BigInt(line));
}
