/** Whole numbers below a limit, the same for the same seed: https://en.wikipedia.org/wiki/Xorshift */
export function randomGenerator(seed: number): (below: number) => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) | 1) >>> 0;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let warm = 0; warm < 4; warm += 1) next();
  return (below) => (below <= 0 ? 0 : next() % below);
}
