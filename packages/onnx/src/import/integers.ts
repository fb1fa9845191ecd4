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
