/** Numbers as a sentence has them. */

/** `1 thread`, `2 threads`; the plural of all that is counted here ends in s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A time as exact as a guess is: `20 s`, `4 min`, `2.0 h`. */
export function roughly(seconds: number): string {
  if (seconds < 55) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  if (seconds < 90 * 60) return `${Math.max(1, Math.round(seconds / 60))} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
