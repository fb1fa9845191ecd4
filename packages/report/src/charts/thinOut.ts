/** Lines of more points than there are pixels. */

type Place = readonly [x: number, y: number];

/** Of the places that fall into one pixel's column the first, the lowest, the highest and the last, in their order: the line looks the same. */
export function thinOut(places: readonly Place[]): readonly Place[] {
  const columns = new Map<number, [Place, ...Place[]]>();
  for (const place of places) {
    const column = Math.floor(place[0]);
    const known = columns.get(column);
    if (known) known.push(place);
    else columns.set(column, [place]);
  }
  return [...columns.values()].flatMap((own) => {
    if (own.length <= 4) return own;
    let [lowest] = own;
    let [highest] = own;
    for (const place of own) {
      if (place[1] < lowest[1]) lowest = place;
      if (place[1] > highest[1]) highest = place;
    }
    const kept = new Set([own[0], lowest, highest, own.at(-1)]);
    return own.filter((place) => kept.has(place));
  });
}
