/** IEEE 754's binary16 as bit patterns, since Node 20 has no array of such numbers: https://en.wikipedia.org/wiki/Half-precision_floating-point_format */

/** The largest finite number, the smallest that rounds to infinity, and the largest that rounds to zero. */
export const FLOAT16_MAX = 65504;
export const FLOAT16_OVERFLOW = 65520;
export const FLOAT16_UNDERFLOW = 2 ** -25;

/** Bit patterns of float32, compared as whole numbers: the first that rounds to infinity, and the first normal number of binary16. */
const ROUNDS_TO_INFINITY = 0x477f_f000;
const FIRST_NORMAL = 0x3880_0000;
const INFINITY_32 = 0x7f80_0000;
/** The differences of the two formats: exponents' biases of 127 and 15, fractions of 23 and 10 bits. */
const BIAS_DIFFERENCE = (127 - 15) << 23;
const DROPPED_BITS = 13;

/** Each value rounded to the nearest, of two equally near to the even one; infinite from `FLOAT16_OVERFLOW` on. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const encoded = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) encoded[index] = encodePattern(patterns[index]!);
  return encoded;
}

/** The values of bit patterns, exactly. */
export function decodeFloat16(patterns: Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let index = 0; index < patterns.length; index += 1) values[index] = decodePattern(patterns[index]!);
  return values;
}

/** The value that is left of a number in binary16. */
export function roundToFloat16(value: number): number {
  return decodeFloat16(encodeFloat16(Float32Array.of(value)))[0]!;
}

function encodePattern(pattern: number): number {
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fff_ffff;
  if (magnitude > INFINITY_32) return sign | 0x7e00;
  if (magnitude >= ROUNDS_TO_INFINITY) return sign | 0x7c00;
  if (magnitude < FIRST_NORMAL) return sign | subnormalFraction(magnitude);
  const rebased = magnitude - BIAS_DIFFERENCE;
  // Half of what is dropped rounds up, but a tie only where the last bit that stays is odd; a carry moves on to the exponent.
  const half = (1 << (DROPPED_BITS - 1)) - 1 + ((rebased >>> DROPPED_BITS) & 1);
  return sign | ((rebased + half) >>> DROPPED_BITS);
}

/** Multiples of 2^-24, the steps below the first normal number. */
function subnormalFraction(magnitude: number): number {
  const exponent = (magnitude >>> 23) - 127;
  // Numbers that are subnormal in float32 are far below half a step.
  if (exponent < -25) return 0;
  const steps = (1 + (magnitude & 0x7f_ffff) / 2 ** 23) * 2 ** (exponent + 24);
  // At 2^52 a double has no room for a fraction, and rounds it away as binary16 would.
  return steps + 2 ** 52 - 2 ** 52;
}

function decodePattern(pattern: number): number {
  const sign = (pattern & 0x8000) === 0 ? 1 : -1;
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  const steps = exponent === 0 ? fraction : fraction + 0x400;
  return sign * steps * STEPS[exponent]!;
}

/** The distance between neighbours, by exponent. */
const STEPS = Float64Array.from({ length: 0x1f }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 25));
