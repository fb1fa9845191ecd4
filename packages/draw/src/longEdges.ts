/** Which edges of a level are laid out around the boxes between their ends: each costs a bend a rank, and graphs where all is joined have millions. */

interface LevelEdge {
  readonly from: string;
  readonly to: string;
}

/** As many bends as are placed in about a second. */
const MOST_BENDS = 600;

/** The positions of the edges that are laid out, the shortest first; the others are drawn straight, below the boxes. */
export function edgesToPlace(edges: readonly LevelEdge[]): ReadonlySet<number> {
  const ranks = ranksOf(edges);
  const spans = edges.map(({ from, to }) => Math.abs(ranks.get(to)! - ranks.get(from)!));
  const shortest = [...edges.keys()].toSorted((a, b) => spans[a]! - spans[b]! || a - b);
  let bends = 0;
  return new Set(shortest.filter((at) => (bends += Math.max(0, spans[at]! - 1)) <= MOST_BENDS));
}

/** The longest ways to each end, by Kahn's order; what lies on a circle or behind one is taken as far as it was reached. */
function ranksOf(edges: readonly LevelEdge[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const waiting = new Map<string, number>();
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    for (const end of [from, to]) ranks.set(end, 0);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  const ready = [...ranks.keys()].filter((id) => !waiting.has(id));
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const target of targets.get(id) ?? []) {
      ranks.set(target, Math.max(ranks.get(target)!, ranks.get(id)! + 1));
      const left = waiting.get(target)! - 1;
      waiting.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return ranks;
}
