/** The error function in double precision: https://dlmf.nist.gov/7.6.E2 */

/** From here on it is 1 to the last bit of a double. */
const FLAT = 6;

/** 2 / sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n + 1) / (1 3 5 ... (2n + 1)), whose terms all have one sign: nothing cancels. */
export function errorFunction(x: number): number {
  if (Math.abs(x) >= FLAT) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * Number.EPSILON; odd += 2) {
    term *= (2 * x * x) / odd;
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
