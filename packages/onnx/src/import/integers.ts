/** Numbers as protobuf decodes them: 64-bit ones are objects. */

interface DecodedInteger {
  toString(): string;
}

/** Exact up to 2^53; beyond, the nearest number. */
export function toNumber(value: DecodedInteger | null | undefined): number {
  return Number(String(value ?? 0));
}

export function toBigInt(value: DecodedInteger): bigint {
  return BigInt(String(value));
}

/** The shortest decimal that is this float32: 1e-5, where widening would give 0.000009999999747378752. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}
