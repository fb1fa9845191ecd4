/** Takes out nodes of whose results nothing is read, and with them the parameters that only they take. */
import { inputValues, outputValues } from "../graph.js";
import { type Pass, rewriteNodes } from "./pass.js";

export const removeUnread: Pass = (graph) => {
  const read = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes.toReversed()) {
    if (!outputValues(node).some(({ name }) => read.has(name))) continue;
    for (const { name } of inputValues(node)) read.add(name);
  }
  return rewriteNodes(graph, (node, { copy }) => (outputValues(node).some(({ name }) => read.has(name)) ? copy() : {}));
};
