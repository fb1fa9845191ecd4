/** `1 thread`, `2 threads`; the plural of all that is counted here ends in s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
