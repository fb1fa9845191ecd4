/** Nodes that stood in a function or in a graph within a node, under names of their own in the graph that they are put into. */
import { type UniqueNames, uniqueNames } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import type { GraphRecord, NodeRecord } from "../decode/records.js";

/** What values are called that a graph within the node reads or gives by another name. */
export type Renames = ReadonlyMap<string, string>;

/** A node as the graph has it, in the opset that it was written for. */
export interface InlinedNode extends NodeRecord {
  readonly opset: number;
  readonly renames?: Renames;
}

/** A graph of nodes that stand for themselves alone. */
export interface InlinedGraph extends GraphRecord {
  readonly node: readonly InlinedNode[];
}

/** Names of what is put into a graph may be that long together: each has those in front of it of all that it stood in. */
const LONGEST_NAMES = 2 ** 28;

/** As `uniqueNames`, until the names are too long together. */
export function boundedNames(taken: Iterable<string>): UniqueNames {
  const unique = uniqueNames(taken);
  let length = 0;
  return (wanted) => {
    length += wanted.length;
    if (length > LONGEST_NAMES) throw new OnnxBudgetError({ what: "characters of names", limit: LONGEST_NAMES });
    return unique(wanted);
  };
}

/** Names below `prefix` for all values that the nodes give, beside what others are called already. */
export function namesBelow(
  prefix: string,
  { nodes, more = [] }: { readonly nodes: readonly NodeRecord[]; readonly more?: readonly string[] },
  { known, unique }: { readonly known: Renames; readonly unique: UniqueNames },
): Map<string, string> {
  const renames = new Map<string, string>();
  for (const name of [...more, ...nodes.flatMap(({ output = [] }) => output)]) {
    if (name !== "" && !known.has(name)) renames.set(name, unique(`${prefix}/${name}`));
  }
  return renames;
}

/** The node with its values called otherwise, and itself below `prefix`. */
export function renamed(
  node: NodeRecord,
  {
    prefix,
    opset,
    renames,
    unique,
  }: {
    readonly prefix: string;
    readonly opset: number;
    readonly renames: Renames;
    readonly unique: UniqueNames;
  },
): InlinedNode {
  const called = (name: string): string => renames.get(name) ?? name;
  return {
    ...node,
    name: unique(`${prefix}/${node.name || node.opType || ""}`),
    input: (node.input ?? []).map(called),
    output: (node.output ?? []).map(called),
    opset,
    renames,
  };
}
