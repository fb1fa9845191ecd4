/** Names that must differ from each other. */

/** Answers the wanted name, or, where it is taken, that name with a number after it. */
export type UniqueNames = (wanted: string) => string;

export function uniqueNames(taken: Iterable<string>): UniqueNames {
  const names = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let number = 2; names.has(name); number += 1) name = `${wanted}${number}`;
    names.add(name);
    return name;
  };
}
