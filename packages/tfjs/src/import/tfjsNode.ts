/** One node of a graph model while it is read: its operands, what it says, and where what it becomes is built. The file may be anything. */
import {
  type FoldingBuilder,
  type Op,
  type Operands,
  type SymbolicTensor,
  type Tensor,
  elementCount,
} from "@linknet-kit/core";
import { typeNamed } from "../graphDef.js";
import { TfjsNodeError } from "./errors.js";

/** As JSON of TensorFlow has an attribute; whole numbers may be strings, and texts base64 or lists of bytes. */
type Attribute = Readonly<Record<string, unknown>>;

/** More numbers than any constant here that is no weight: a few for each axis. */
const LONGEST_CONSTANT = 1024;

export class TfjsNode {
  readonly name: string;
  readonly op: string;
  /** What its own result is called. */
  readonly called: string;
  readonly inputs: readonly SymbolicTensor[];
  readonly builder: FoldingBuilder;
  readonly #attributes: Readonly<Record<string, unknown>>;

  constructor(
    {
      name,
      op,
      attr = {},
    }: { readonly name: string; readonly op: string; readonly attr?: Readonly<Record<string, unknown>> | undefined },
    called: string,
    inputs: readonly SymbolicTensor[],
    builder: FoldingBuilder,
  ) {
    this.name = name;
    this.op = op;
    this.called = called;
    this.inputs = inputs;
    this.builder = builder;
    this.#attributes = attr;
  }

  fail(problem: string): never {
    throw new TfjsNodeError({ node: this.name, problem: `${this.op} ${problem}` });
  }

  at(index: number): SymbolicTensor {
    return this.inputs[index] ?? this.fail(`has no operand ${index + 1}`);
  }

  /** An operand that must be known before the graph runs. */
  constant(index: number): Tensor {
    const known = this.builder.known(this.at(index));
    if (known === undefined) this.fail(`computes its operand ${index + 1}, which must be a constant`);
    if (elementCount(known) > LONGEST_CONSTANT) this.fail(`has ${elementCount(known)} numbers where a few are meant`);
    return known.read();
  }

  numbers(index: number): readonly number[] {
    return Array.from(this.constant(index).data, Number);
  }

  /** Axes of an operand, counted from the start. */
  axes(given: readonly number[], rank: number): readonly number[] {
    return given.map((axis) =>
      axis < -rank || axis >= rank ? this.fail(`has no axis ${axis}`) : (axis + rank) % rank,
    );
  }

  flag(name: string): boolean {
    return this.#attribute(name)?.["b"] === true;
  }

  number(name: string, usual: number): number {
    const { i, f } = this.#attribute(name) ?? {};
    return Number(i ?? f ?? usual);
  }

  text(name: string, usual: string): string {
    const { s } = this.#attribute(name) ?? {};
    return s === undefined ? usual : textOf(s);
  }

  integers(name: string): readonly number[] {
    return this.#list(name, "i").map(Number);
  }

  texts(name: string): readonly string[] {
    return this.#list(name, "s").map(textOf);
  }

  type(name: string): ReturnType<typeof typeNamed> {
    return typeNamed(this.#attribute(name)?.["type"]);
  }

  /** The node's own result. */
  give(op: Op, inputs: Operands, attributes: Readonly<Record<string, unknown>> = {}): SymbolicTensor {
    return this.builder.append({ name: this.name, op, inputs, attributes }, { y: this.called })["y"]!;
  }

  #attribute(name: string): Attribute | undefined {
    const attribute = Object.hasOwn(this.#attributes, name) ? this.#attributes[name] : undefined;
    return typeof attribute === "object" && attribute !== null ? (attribute as Attribute) : undefined;
  }

  #list(name: string, key: string): readonly unknown[] {
    const list = this.#attribute(name)?.["list"];
    const values = typeof list === "object" && list !== null ? (list as Attribute)[key] : undefined;
    return Array.isArray(values) ? values : [];
  }
}

function textOf(given: unknown): string {
  if (Array.isArray(given)) return String.fromCharCode(...given.slice(0, LONGEST_CONSTANT).map(Number));
  try {
    return atob(String(given));
  } catch {
    return String(given);
  }
}
