/** The graph of each network, its modules folded, coloured by where the time goes or else by what it computes. */
import { LinknetError } from "@linknet-kit/base";
import { type Graph, countCost } from "@linknet-kit/core";
import { type Heat, countedHeat, drawGraph, measuredHeat } from "@linknet-kit/draw";
import { buildNetwork, networks } from "@linknet-kit/models";
import type { Count, Profile } from "@linknet-kit/results";
import { type Fold, type GraphView, type Section, paragraph } from "../document.js";
import { formatNetwork, formatSize } from "../format.js";
import { isMeasured, type Run } from "../runs.js";
import { listDrawnNetworks } from "./drawingLimits.js";

/** A network as it was measured, or else counted. */
interface Subject {
  readonly count: Count;
  readonly graph: Graph;
  readonly profile?: { readonly profile: Profile; readonly where: string };
}

/** `undefined` where no network of the files is one of the table's as it is now: files hold no graphs. */
export function buildGraphs(runs: readonly Run[]): Section | undefined {
  const names = new Set(listDrawnNetworks(runs).map(({ key }) => key));
  const subjects = networks.filter(({ name }) => names.has(name)).flatMap(({ name }) => subjectOf(name, runs) ?? []);
  if (subjects.length === 0) return undefined;
  return {
    id: "graphs",
    title: "Graphs",
    summary: `${subjects.length === 1 ? "one network" : `${subjects.length} networks`}, module by module`,
    blocks: [paragraph(HOW_TO_READ), ...subjects.map(foldOf)],
  };
}

const HOW_TO_READ =
  "Each network from its input down, a box a module; arrows are values with their shapes, and the bar in a box says of which kinds its nodes are. " +
  "linknet draw opens more of it, and draws ONNX files too.";

function foldOf(subject: Subject, index: number): Fold {
  const { count, graph, profile } = subject;
  const heat = heatOf(subject);
  const { svg, boxes } = drawGraph(graph, { heat, id: `graph-${index + 1}`, isAlone: false });
  const title = `${formatNetwork(count.network)} ${formatSize(count.size)}`;
  const by = profile === undefined ? "multiply-accumulates" : `time on ${profile.where}`;
  const view: GraphView = {
    kind: "graph",
    id: `chart-graph-${index + 1}`,
    title,
    caption: `${title}: ${graph.nodes.length} nodes in ${boxes} boxes, coloured by ${by}.`,
    svg,
  };
  return { kind: "fold", title: `${title}, by ${by}`, blocks: [view] };
}

function heatOf({ graph, profile }: Subject): Heat {
  if (profile === undefined) return countedHeat(graph, "macs");
  return measuredHeat(
    graph,
    profile.profile.rows.filter(({ kind }) => kind === "layers"),
    profile.where,
  );
}

/** The first cell with a profile, or the first count. */
function subjectOf(network: string, runs: readonly Run[]): Subject | undefined {
  const counts = runs.flatMap(({ file }) => file.counts.filter((count) => count.network === network));
  for (const configuration of runs.flatMap(({ configurations }) => configurations)) {
    for (const result of configuration.cells.values()) {
      const { profile, size } = result;
      if (result.network !== network || !isMeasured(result) || profile === undefined || "reason" in profile) continue;
      const count = counts.find((each) => formatSize(each.size) === formatSize(size));
      const graph = count && graphOf(count);
      if (graph) return { count, graph, profile: { profile, where: configuration.name } };
    }
  }
  const [count] = counts;
  const graph = count && graphOf(count);
  return graph && { count, graph };
}

/** `undefined` where the network was another when it was counted, or cannot be of that size. */
function graphOf({ network, size, classes, parameters, macs }: Count): Graph | undefined {
  try {
    const graph = buildNetwork(network, { size, classes });
    const cost = countCost(graph);
    return cost.parameters === parameters && cost.macs === macs ? graph : undefined;
  } catch (error) {
    if (error instanceof LinknetError) return undefined;
    throw error;
  }
}
