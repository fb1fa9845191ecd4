/** One level of a drawing in layers from top to bottom, after Sugiyama, Tagawa and Toda (1981), by dagre. */
import { Graph, layout } from "@dagrejs/dagre";
import { edgesToPlace } from "./longEdges.js";

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Level {
  readonly items: ReadonlyMap<string, Extent>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label?: Extent }[];
}

export interface PlacedLevel extends Extent {
  /** The upper left corners. */
  readonly places: ReadonlyMap<string, Spot>;
  /** In the order of the edges. */
  readonly routes: readonly { readonly points: readonly Spot[]; readonly label?: Spot }[];
}

/** Up to here the ranks are the best there are; beyond, that takes too long, and good ones do. */
const BEST_RANKS = 80;

interface Labelled extends Extent, Spot {
  readonly points: readonly Spot[];
}

export function placeLevel({ items, edges }: Level): PlacedLevel {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "TB",
    nodesep: 26,
    edgesep: 16,
    ranksep: 22,
    ranker: items.size <= BEST_RANKS ? "network-simplex" : "tight-tree",
  });
  for (const [id, { width, height }] of items) graph.setNode(id, { width, height });
  const placed = edgesToPlace(edges);
  edges.forEach(({ from, to, label }, at) => {
    if (!placed.has(at)) return;
    graph.setEdge(from, to, { ...(label && { ...label, labelpos: "r", labeloffset: 8 }) }, String(at));
  });
  layout(graph);
  const places = new Map<string, Spot>();
  for (const [id, { width, height }] of items) {
    const { x, y } = graph.node(id) as Labelled;
    places.set(id, { x: x - width / 2, y: y - height / 2 });
  }
  const straight = (from: string, to: string): readonly Spot[] => {
    const [start, end] = [places.get(from)!, places.get(to)!];
    const middle = (id: string, { x }: Spot): number => x + items.get(id)!.width / 2;
    return [
      { x: middle(from, start), y: start.y + items.get(from)!.height },
      { x: middle(to, end), y: end.y },
    ];
  };
  const routes = edges.map(({ from, to, label }, at) => {
    if (!placed.has(at)) return { points: straight(from, to) };
    const { points, x, y } = graph.edge(from, to, String(at)) as unknown as Labelled;
    return { points, ...(label && { label: { x, y } }) };
  });
  const { width, height } = graph.graph() as unknown as Extent;
  return { places, routes, width, height };
}
