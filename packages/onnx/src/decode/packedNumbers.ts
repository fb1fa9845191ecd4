/**
 * Lists of numbers as they stand in a file: decoded only when they are asked for, and then straight into typed arrays. Arrays of
 * JavaScript's numbers would take ten times the file.
 */

/** How a number is stored: in as many bytes, or as a varint of one to ten. */
export type NumberWidth = 4 | 8 | "varint";

/** A varint is no longer: https://protobuf.dev/programming-guides/encoding/#varints */
const LONGEST_VARINT = 10;

/** Shared by all lists that are still empty: a file may have hundreds of thousands. */
const NOTHING = new Uint8Array();

export class PackedNumbers {
  readonly width: NumberWidth;
  #bytes: Uint8Array = NOTHING;
  /** How many of `#bytes` are used; there is room behind them where several pieces were put together. */
  #used = 0;
  #count = 0;

  constructor(width: NumberWidth) {
    this.width = width;
  }

  get length(): number {
    return this.#count;
  }

  /** The numbers one after the other; a single piece of the file is not copied. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  /** Adds the numbers in `piece` and answers the bytes of memory that this took; `undefined` where `piece` ends inside a number. */
  append(piece: Uint8Array): number | undefined {
    const count = this.width === "varint" ? countVarints(piece) : piece.length / this.width;
    if (count === undefined || !Number.isInteger(count)) return undefined;
    this.#count += count;
    if (this.#used === 0) {
      [this.#bytes, this.#used] = [piece, piece.length];
      return 0;
    }
    const before = this.#bytes.length;
    const needed = this.#used + piece.length;
    if (needed > before || this.#bytes.buffer === piece.buffer) {
      const grown = new Uint8Array(Math.max(16, 2 * needed));
      grown.set(this.bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#used);
    this.#used = needed;
    return this.#bytes.length - before;
  }

  /** The varints, each as a signed integer of 64 bits. */
  toInt64(): BigInt64Array {
    const numbers = new BigInt64Array(this.#count);
    const halves = new Int32Array(numbers.buffer);
    forEachVarint(this.bytes, (index, low, high) => {
      halves[2 * index] = low;
      halves[2 * index + 1] = high;
    });
    return numbers;
  }

  /** The floats, or each varint as the nearest number. A typed array for every small list would take more time than all else. */
  toNumbers(): number[] {
    const numbers: number[] = [];
    if (this.width === 4) {
      const view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
      for (let index = 0; index < this.#count; index += 1) numbers.push(view.getFloat32(4 * index, true));
      return numbers;
    }
    forEachVarint(this.bytes, (_, low, high) => numbers.push((high | 0) * 2 ** 32 + (low >>> 0)));
    return numbers;
  }

  /** The lower 32 bits of each varint. */
  toInt32(): Int32Array {
    const numbers = new Int32Array(this.#count);
    forEachVarint(this.bytes, (index, low) => {
      numbers[index] = low;
    });
    return numbers;
  }
}

function countVarints(bytes: Uint8Array): number | undefined {
  let count = 0;
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    length += 1;
    if (length > LONGEST_VARINT) return undefined;
    if (bytes[at]! < 0x80) {
      count += 1;
      length = 0;
    }
  }
  return length === 0 ? count : undefined;
}

/** Seven bits a byte, the lowest first: the fifth byte has bits of both halves. */
function forEachVarint(bytes: Uint8Array, take: (index: number, low: number, high: number) => void): void {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    let [low, high] = [0, 0];
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) [low, high] = [low | (bits << 28), bits >>> 4];
      else high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    take(index, low, high);
  }
}
