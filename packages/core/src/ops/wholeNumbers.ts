/** Arrays of integers that ops of all numbers compute with in another way than with doubles. */

/** Of 32 bits: a double has not all bits of a product of two. */
export function isOfInt32(data: object): boolean {
  return data instanceof Int32Array || data instanceof Uint32Array;
}

/** Of 64 bits: Math has nothing for them. */
export function isOfInt64(data: object): boolean {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}
