/**
 * Walks the bytes of a model by the shape of ONNX's messages, before the library decodes them: generated decoders bound neither how
 * deep messages nest nor how many there are, and a file of a few megabytes could ask for gigabytes of records.
 */
import protobuf from "protobufjs/minimal.js";
import type { ReadBudget } from "./budget.js";
import { DamagedOnnxError, OnnxBudgetError } from "./errors.js";

/** `numbers(8)`: a list of numbers of 8 bytes; `numbers(1)`: of varints, which take a byte or more. */
type Field = "varint" | "float" | "bytes" | { readonly numbers: 1 | 4 | 8 } | { readonly message: string };
type Fields = Readonly<Record<number, Field>>;

const message = (name: string): Field => ({ message: name });
const numbers = (bytes: 1 | 4 | 8): Field => ({ numbers: bytes });

/** Every field that the decoder knows, by its number in onnx.proto. */
const MESSAGES: Readonly<Record<string, Fields>> = {
  model: {
    1: "varint",
    2: "bytes",
    3: "bytes",
    4: "bytes",
    5: "varint",
    6: "bytes",
    7: message("graph"),
    8: message("opset"),
    14: message("entry"),
    20: message("training"),
    25: message("function"),
  },
  graph: {
    1: message("node"),
    2: "bytes",
    5: message("tensor"),
    10: "bytes",
    11: message("value"),
    12: message("value"),
    13: message("value"),
    14: message("annotation"),
    15: message("sparseTensor"),
  },
  node: { 1: "bytes", 2: "bytes", 3: "bytes", 4: "bytes", 5: message("attribute"), 6: "bytes", 7: "bytes" },
  attribute: {
    1: "bytes",
    2: "float",
    3: "varint",
    4: "bytes",
    5: message("tensor"),
    6: message("graph"),
    7: numbers(4),
    8: numbers(1),
    9: "bytes",
    10: message("tensor"),
    11: message("graph"),
    13: "bytes",
    14: message("type"),
    15: message("type"),
    20: "varint",
    21: "bytes",
    22: message("sparseTensor"),
    23: message("sparseTensor"),
  },
  tensor: {
    1: numbers(1),
    2: "varint",
    3: message("segment"),
    4: numbers(4),
    5: numbers(1),
    6: "bytes",
    7: numbers(1),
    8: "bytes",
    9: "bytes",
    10: numbers(8),
    11: numbers(1),
    12: "bytes",
    13: message("entry"),
    14: "varint",
  },
  segment: { 1: "varint", 2: "varint" },
  sparseTensor: { 1: message("tensor"), 2: message("tensor"), 3: numbers(1) },
  value: { 1: "bytes", 2: message("type"), 3: "bytes" },
  type: {
    1: message("tensorType"),
    4: message("listType"),
    5: message("mapType"),
    6: "bytes",
    8: message("tensorType"),
    9: message("listType"),
  },
  tensorType: { 1: "varint", 2: message("shape") },
  listType: { 1: message("type") },
  mapType: { 1: "varint", 2: message("type") },
  shape: { 1: message("dimension") },
  dimension: { 1: "varint", 2: "bytes", 3: "bytes" },
  opset: { 1: "bytes", 2: "varint" },
  entry: { 1: "bytes", 2: "bytes" },
  annotation: { 1: "bytes", 2: message("entry") },
  training: { 1: message("graph"), 2: message("graph"), 3: message("entry"), 4: message("entry") },
  function: {
    1: "bytes",
    4: "bytes",
    5: "bytes",
    6: "bytes",
    7: message("node"),
    8: "bytes",
    9: message("opset"),
    10: "bytes",
  },
};

/** Bytes in memory, from above: of a record with its lists, of a string or an array, of an integer, of a floating-point number. */
const COST = { record: 512, text: 64, integer: 64, float: 16 };

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

/** An error where the bytes are not a model's, or where decoding them would pass the budget. */
export function checkWire(bytes: Uint8Array, budget: ReadBudget): void {
  const walk = new WireWalk(bytes, budget);
  try {
    walk.message("model", bytes.length, 1);
  } catch (cause) {
    if (cause instanceof DamagedOnnxError || cause instanceof OnnxBudgetError) throw cause;
    throw new DamagedOnnxError({ problem: `it breaks off or goes wrong at byte ${walk.position}`, cause });
  }
}

class WireWalk {
  readonly #reader: protobuf.Reader;
  readonly #budget: ReadBudget;
  #recordBytes = 0;
  #nodes = 0;

  constructor(bytes: Uint8Array, budget: ReadBudget) {
    this.#reader = protobuf.Reader.create(bytes);
    this.#budget = budget;
  }

  get position(): number {
    return this.#reader.pos;
  }

  /** One message, up to its end. */
  message(name: string, end: number, depth: number): void {
    if (depth > this.#budget.depth) throw new OnnxBudgetError({ what: "levels of nesting", limit: this.#budget.depth });
    if (name === "node") this.#nodes += 1;
    if (this.#nodes > this.#budget.nodes) throw new OnnxBudgetError({ what: "nodes", limit: this.#budget.nodes });
    this.#spend(COST.record);
    const fields = MESSAGES[name]!;
    while (this.#reader.pos < end) {
      const tag = this.#reader.uint32();
      const [number, wireType] = [tag >>> 3, tag & 7];
      const field = fields[number];
      if (field === undefined) this.#reader.skipType(wireType, depth, number);
      else this.#field(field, wireType, end, depth);
    }
    if (this.#reader.pos > end) throw this.#wrong(`a ${name} runs past its end`);
  }

  #field(field: Field, wireType: number, end: number, depth: number): void {
    if (field === "varint") this.#expect(wireType, VARINT);
    else if (field === "float") this.#expect(wireType, FIXED_32);
    else if (field === "bytes") {
      this.#expect(wireType, LENGTH);
      this.#spend(COST.text);
    } else if ("numbers" in field) {
      this.#numbers(field.numbers, wireType);
      return;
    } else {
      this.#expect(wireType, LENGTH);
      const length = this.#reader.uint32();
      if (length > end - this.#reader.pos) throw this.#wrong(`a ${field.message} is longer than what holds it`);
      this.message(field.message, this.#reader.pos + length, depth + 1);
      return;
    }
    this.#reader.skipType(wireType);
  }

  /** A list stands packed, or as one field a number. */
  #numbers(size: 1 | 4 | 8, wireType: number): void {
    const cost = size === 1 ? COST.integer : COST.float;
    if (wireType !== LENGTH) {
      this.#expect(wireType, size === 1 ? VARINT : size === 4 ? FIXED_32 : FIXED_64);
      this.#spend(cost);
      this.#reader.skipType(wireType);
      return;
    }
    const length = this.#reader.uint32();
    if (length % size !== 0) throw this.#wrong("a list of numbers ends inside one");
    this.#spend((length / size) * cost);
    if (size === 1) this.#varints(length);
    else this.#reader.skip(length);
  }

  /** A packed list must end where its last number does, or the decoder would read on into what follows. */
  #varints(length: number): void {
    const end = this.#reader.pos + length;
    while (this.#reader.pos < end) this.#reader.skip();
    if (this.#reader.pos > end) throw this.#wrong("a list of numbers ends inside one");
  }

  #expect(wireType: number, expected: number): void {
    if (wireType !== expected) throw this.#wrong("a field is of the wrong kind");
  }

  #spend(bytes: number): void {
    this.#recordBytes += bytes;
    const { recordBytes } = this.#budget;
    if (this.#recordBytes > recordBytes) throw new OnnxBudgetError({ what: "bytes of records", limit: recordBytes });
  }

  #wrong(problem: string): DamagedOnnxError {
    return new DamagedOnnxError({ problem: `${problem}, at byte ${this.position}` });
  }
}
