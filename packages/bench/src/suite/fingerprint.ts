/** What tells the graph that was measured from another of its name. */
import { createHash } from "node:crypto";
import { type Graph, printGraph } from "@linknet-kit/core";

/** Sixteen hexadecimal digits, equal for graphs that compute the same from the same weights, whatever the files they come from. */
export function fingerprintOf(graph: Graph): string {
  const initials = graph.parameters.map(({ initial }) => initial);
  const text = printGraph({ ...graph, name: "" }) + JSON.stringify(initials);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
