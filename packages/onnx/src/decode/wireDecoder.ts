/**
 * From the bytes of protobuf (https://protobuf.dev/programming-guides/encoding/) to records. The bytes may be anything: memory is
 * counted before it is taken, and what a file says of lengths is held against what is there.
 */
import protobuf from "protobufjs/minimal.js";
import type { ReadBudget } from "./budget.js";
import { DamagedOnnxError, OnnxBudgetError } from "./errors.js";
import type { AnyField, MessageFields, RecordOf } from "./fields.js";
import { type NumberWidth, PackedNumbers } from "./packedNumbers.js";

/** Bytes in memory, from above: of a record, of a string or list beside its content, of an element of a list of names, of a list of numbers. */
const COST = { record: 320, text: 64, element: 512, numbers: 192 };

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

const WIRE_TYPES = { 4: FIXED_32, 8: FIXED_64, varint: VARINT } as const satisfies Record<NumberWidth, number>;

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

type Decoded = Record<string, unknown>;

/** A message from the bytes of a whole file; a `DamagedOnnxError` or an `OnnxBudgetError` where it cannot be. */
export function decodeWire<Fields extends MessageFields>(
  bytes: Uint8Array,
  name: string,
  fields: Fields,
  budget: ReadBudget,
): RecordOf<Fields> {
  const decoder = new WireDecoder(bytes, budget);
  try {
    const record: Decoded = {};
    decoder.message(record, name, fields, bytes.length);
    return record as RecordOf<Fields>;
  } catch (cause) {
    if (cause instanceof DamagedOnnxError || cause instanceof OnnxBudgetError) throw cause;
    throw new DamagedOnnxError({ problem: `it breaks off or goes wrong at byte ${decoder.position}`, cause });
  }
}

class WireDecoder {
  readonly #bytes: Uint8Array;
  readonly #reader: protobuf.Reader;
  readonly #budget: ReadBudget;
  readonly #fieldsByNumber = new Map<MessageFields, ReadonlyMap<number, readonly [string, AnyField]>>();
  #recordBytes = 0;
  #nodes = 0;

  constructor(bytes: Uint8Array, budget: ReadBudget) {
    this.#bytes = bytes;
    this.#reader = protobuf.Reader.create(bytes);
    this.#budget = budget;
  }

  get position(): number {
    return this.#reader.pos;
  }

  /** Reads one message to its end and merges it into `record`, which may hold earlier parts of the same message. */
  message(record: Decoded, name: string, fields: MessageFields, end: number): void {
    const known = this.#byNumber(fields);
    while (this.#reader.pos < end) {
      const tag = this.#reader.uint32();
      const [number, wireType] = [tag >>> 3, tag & 7];
      if (number === 0) throw this.#wrong("a field has the number 0");
      const found = known.get(number);
      if (found === undefined) this.#reader.skipType(wireType, 0, number);
      else this.#field(record, found[0], found[1], { wireType, end });
    }
    if (this.#reader.pos > end) throw this.#wrong(`a ${name} runs past its end`);
  }

  #byNumber(fields: MessageFields): ReadonlyMap<number, readonly [string, AnyField]> {
    const known =
      this.#fieldsByNumber.get(fields) ??
      new Map(Object.entries(fields).map(([name, field]) => [field.number, [name, field] as const]));
    this.#fieldsByNumber.set(fields, known);
    return known;
  }

  #field(
    record: Decoded,
    key: string,
    field: AnyField,
    { wireType, end }: { readonly wireType: number; readonly end: number },
  ): void {
    switch (field.kind) {
      case "presence":
        this.#reader.skipType(wireType);
        record[key] = true;
        return;
      case "integer":
        this.#expect(wireType, VARINT);
        this.#spend(COST.text);
        record[key] = this.#integer();
        return;
      case "float":
        this.#expect(wireType, FIXED_32);
        record[key] = this.#reader.float();
        return;
      case "numbers":
        this.#numbers((record[key] ??= this.#emptyNumbers(field.width)) as PackedNumbers, wireType, end);
        return;
      default:
    }
    this.#expect(wireType, LENGTH);
    const length = this.#lengthWithin(end, key);
    if (field.kind === "bytes") {
      record[key] = this.#piece(length);
    } else if (field.kind === "text") {
      this.#spend(COST.text + 2 * length);
      record[key] = this.#text(length);
    } else if (field.kind === "texts") {
      this.#spend(COST.element + 2 * length);
      listOf<string>(record, key).push(this.#text(length));
    } else if (field.kind === "message") {
      this.#nested((record[key] ??= this.#emptyRecord(field.name)) as Decoded, field, length);
    } else if (field.kind === "messages") {
      const nested = this.#emptyRecord(field.name);
      listOf<Decoded>(record, key).push(nested);
      this.#nested(nested, field, length);
    }
  }

  #nested(record: Decoded, { name, fields }: Extract<AnyField, { fields: MessageFields }>, length: number): void {
    this.message(record, name, fields, this.#reader.pos + length);
  }

  #emptyRecord(name: string): Decoded {
    if (name === "node") this.#nodes += 1;
    if (this.#nodes > this.#budget.nodes) throw new OnnxBudgetError({ what: "nodes", limit: this.#budget.nodes });
    this.#spend(COST.record);
    return {};
  }

  #emptyNumbers(width: NumberWidth): PackedNumbers {
    this.#spend(COST.numbers);
    return new PackedNumbers(width);
  }

  /** A list stands packed, or as one field a number. */
  #numbers(numbers: PackedNumbers, wireType: number, end: number): void {
    if (wireType === LENGTH) {
      this.#append(numbers, this.#piece(this.#lengthWithin(end, "list of numbers")));
      return;
    }
    this.#expect(wireType, WIRE_TYPES[numbers.width]);
    const start = this.#reader.pos;
    this.#reader.skipType(wireType);
    this.#append(numbers, this.#bytes.subarray(start, this.#reader.pos));
  }

  #append(numbers: PackedNumbers, piece: Uint8Array): void {
    const taken = numbers.append(piece);
    if (taken === undefined) throw this.#wrong("a list of numbers ends inside one");
    this.#spend(taken);
  }

  #integer(): bigint {
    const first = this.#bytes[this.#reader.pos];
    // As nearly all are.
    if (first !== undefined && first < 0x80) {
      this.#reader.pos += 1;
      return BigInt(first);
    }
    const number = new PackedNumbers("varint");
    const start = this.#reader.pos;
    this.#reader.skipType(VARINT);
    number.append(this.#bytes.subarray(start, this.#reader.pos));
    return number.toInt64()[0]!;
  }

  #text(length: number): string {
    return UTF8.decode(this.#piece(length));
  }

  /** A view of the next bytes, not a copy. */
  #piece(length: number): Uint8Array {
    const start = this.#reader.pos;
    this.#reader.skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  #lengthWithin(end: number, what: string): number {
    const length = this.#reader.uint32();
    if (length > end - this.#reader.pos) throw this.#wrong(`a ${what} is longer than what holds it`);
    return length;
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

function listOf<T>(record: Decoded, key: string): T[] {
  return (record[key] ??= []) as T[];
}
