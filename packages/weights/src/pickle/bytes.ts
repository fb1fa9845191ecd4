/** The bytes of a pickle, one after the other; an error where they end too early. */
import { DamagedWeightsError } from "../damaged.js";

/** Of a whole number, which in files of weights is the size of something. */
const LONGEST_NUMBER = 64;
/** Of a line of the older opcodes: names, and numbers in digits. */
const LONGEST_LINE = 1024;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class PickleBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Of the next byte. */
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.position = position;
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Of something within the file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    try {
      return UTF8.decode(this.take(length));
    } catch (cause) {
      throw cause instanceof TypeError ? damagedPickle("it has text that is no UTF-8") : cause;
    }
  }

  /** Two's complement, low bytes first; a number where it is exact. */
  integer(length: number): number | bigint {
    if (length > LONGEST_NUMBER) throw damagedPickle(`it has a whole number of ${length} bytes`);
    let value = 0n;
    for (const byte of this.take(length).toReversed()) value = (value << 8n) | BigInt(byte);
    value = BigInt.asIntN(8 * length, value);
    return exact(value);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0 || end - this.position > LONGEST_LINE) throw damagedPickle("it has a line without an end");
    const text = this.text(end - this.position);
    this.position += 1;
    return text;
  }

  #advance(length: number): number {
    const start = this.position;
    if (!(length <= this.#bytes.length - start)) throw damagedPickle("it ends too early");
    this.position = start + length;
    return start;
  }
}

export function exact(value: bigint): number | bigint {
  return BigInt.asIntN(53, value) === value ? Number(value) : value;
}

export function damagedPickle(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: "pickle", problem });
}
