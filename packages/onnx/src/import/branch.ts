/** The one of two graphs that an `If` stands for, where its condition is known: https://onnx.ai/onnx/operators/onnx__If.html */
import type { UniqueNames } from "@linknet-kit/core";
import type { ReadBudget } from "../decode/budget.js";
import { type TensorRecord, graph as graphFields } from "../decode/records.js";
import { decodeWire } from "../decode/wireDecoder.js";
import { OnnxNodeError } from "./errors.js";
import { type InlinedNode, namesBelow, renamed } from "./inlinedNode.js";

/** A graph as it stands within the one around it: every value has a name of its own there. */
export interface Branch {
  readonly initializers: readonly TensorRecord[];
  readonly nodes: readonly InlinedNode[];
  /** Of what the node gives, in order. */
  readonly outputs: readonly string[];
}

interface Setting {
  readonly holds: boolean;
  readonly values: UniqueNames;
  readonly names: UniqueNames;
  readonly budget: ReadBudget;
}

/** Of the node called `prefix`. */
export function takenBranch(prefix: string, node: InlinedNode, { holds, values, names, budget }: Setting): Branch {
  const which = holds ? "then_branch" : "else_branch";
  const bytes = node.attribute?.find(({ name }) => name === which)?.g;
  if (bytes === undefined) throw new OnnxNodeError({ node: prefix, problem: `has no ${which}` });
  const graph = decodeWire(bytes, "graph", graphFields, budget);
  const { node: nodes = [], initializer = [], output = [] } = graph;
  const wanted = node.output ?? [];
  const isSparse = graph.sparseInitializer === true || graph.quantizationAnnotation === true;
  if (isSparse || (graph.input ?? []).length > 0 || output.length < wanted.length) {
    throw new OnnxNodeError({
      node: prefix,
      problem: `has a ${which} with other inputs, outputs or tensors than are supported`,
    });
  }
  const more = initializer.map(({ name }) => name ?? "");
  const own = namesBelow(prefix, { nodes, more }, { known: new Map(), unique: values });
  const renames = new Map([...(node.renames ?? []), ...own]);
  const called = (name = ""): string => renames.get(name) ?? name;
  return {
    initializers: initializer.map((tensor) => ({ ...tensor, name: called(tensor.name) })),
    nodes: nodes.map((each) => renamed(each, { prefix, opset: node.opset, renames, unique: names })),
    outputs: wanted.map((_, position) => called(output[position]!.name)),
  };
}
