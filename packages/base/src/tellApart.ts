/** Short names for folders and files of which several are called alike. */

/** The last part of each path, with as many parts before it as tell it from the others: `a` and `b`, but `runs/a` and `other/a`. */
export function tellApart(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => path.split(/[\\/]/).filter((part) => part !== ""));
  const tail = (index: number, length: number): string => parts[index]!.slice(-length).join("/");
  return paths.map((path, index) => {
    const others = paths.flatMap((other, place) => (other === path ? [] : [place]));
    let length = 1;
    while (length < parts[index]!.length && others.some((place) => tail(place, length) === tail(index, length)))
      length += 1;
    return tail(index, length);
  });
}
