/** Running statistics as the batches of a step move them. */
import type { Expression, Expressions } from "../gradient.js";
import { parcelOf } from "./parcel.js";

export interface Observed {
  readonly running: Expression;
  /** The statistic of each batch that was seen. */
  readonly batches: readonly Expression[];
}

/** What the running statistics are afterwards, by name. One that saw several batches is moved by each; all that are moved at once are one vector. */
export function movedStatistics(
  g: Expressions,
  observed: ReadonlyMap<string, Observed>,
  momentum: number,
): ReadonlyMap<string, Expression> {
  const running = new Map([...observed].map(([name, each]) => [name, each.running]));
  const rounds = Math.max(0, ...[...observed.values()].map(({ batches }) => batches.length));
  for (let round = 0; round < rounds; round += 1) {
    const moving = [...observed].filter(([, { batches }]) => batches.length > round);
    for (const { names, latest } of ofEachType(moving.map(([name, { batches }]) => [name, batches[round]!]))) {
      const { join, part } = parcelOf(
        g,
        latest.map(({ type }) => type),
      );
      const before = join(names.map((name) => running.get(name)!));
      const moved = g.add(g.mul(before, 1 - momentum), g.mul(join(latest), momentum));
      for (const [index, each] of part(moved).entries()) running.set(names[index]!, each);
    }
  }
  return running;
}

interface OfOneType {
  readonly names: string[];
  readonly latest: Expression[];
}

function ofEachType(moving: readonly (readonly [name: string, latest: Expression])[]): Iterable<OfOneType> {
  const groups = new Map<string, OfOneType>();
  for (const [name, latest] of moving) {
    const group = groups.get(latest.type.dtype) ?? { names: [], latest: [] };
    groups.set(latest.type.dtype, group);
    group.names.push(name);
    group.latest.push(latest);
  }
  return groups.values();
}
