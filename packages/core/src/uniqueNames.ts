/** Names that must differ from each other. */

/** Answers the wanted name, or, where it is taken, that name with the lowest number after it that is not; the answer is not yet taken. */
export type FindName = (wanted: string) => string;

/**
 * Names are asked of `isTaken`, which may take more as it goes but never gives one back: so the search for a name goes on where the
 * last one for the same name ended, and many nodes of one name take no longer than their number.
 */
export function nameFinder(isTaken: (name: string) => boolean): FindName {
  const lowest = new Map<string, number>();
  return (wanted) => {
    if (!isTaken(wanted)) return wanted;
    let number = lowest.get(wanted) ?? 2;
    while (isTaken(`${wanted}${number}`)) number += 1;
    lowest.set(wanted, number);
    return `${wanted}${number}`;
  };
}

/** Answers as `FindName`, and what it answered is taken from then on. */
export type UniqueNames = (wanted: string) => string;

export function uniqueNames(taken: Iterable<string>): UniqueNames {
  const names = new Set(taken);
  const find = nameFinder((name) => names.has(name));
  return (wanted) => {
    const name = find(wanted);
    names.add(name);
    return name;
  };
}
