/** The name someone meant: for errors about unknown networks, runtimes, targets. */

/** The candidate with the fewest edits from `given`, where that is few enough to be a slip of the finger; else `undefined`. */
export function nearestName(given: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((name) => ({ name, edits: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** Levenshtein's distance; long inputs are cut, since they are near to nothing. */
function editDistance(given: string, name: string): number {
  const text = given.slice(0, 64);
  let previous = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (let row = 1; row <= text.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= name.length; column += 1) {
      const substituted = previous[column - 1]! + (text[row - 1] === name[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[name.length]!;
}
