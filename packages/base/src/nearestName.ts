/** Names that users choose from a table: networks, runtimes, targets, suites. */
import { UsageError } from "./errors.js";

/** A name that is not in its table; the message holds the nearest one, the hint all of them. */
export class UnknownNameError extends UsageError {
  readonly code = "UNKNOWN_NAME";

  constructor(data: { kind: string; given: string; names: readonly string[] }) {
    const nearest = nearestName(data.given, data.names);
    super(`there is no ${data.kind} "${data.given}"${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`, {
      hint: `choose from: ${data.names.join(", ")}`,
    });
  }
}

/** The entry of that name; an `UnknownNameError` where there is none. */
export function findByName<T extends { readonly name: string }>(kind: string, given: string, table: readonly T[]): T {
  const found = table.find(({ name }) => name === given);
  if (found === undefined) throw new UnknownNameError({ kind, given, names: table.map(({ name }) => name) });
  return found;
}

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
