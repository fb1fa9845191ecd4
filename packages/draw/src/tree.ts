/** The modules of a graph: a tree by the paths in the names of its nodes, `encoder1/block1/conv1/conv2d`. */
import type { Graph, Node } from "@linknet-kit/core";

/** A node of the graph, by its position. */
interface Leaf {
  readonly kind: "node";
  /** Unlike that of any other leaf or module. */
  readonly id: string;
  readonly label: string;
  readonly node: Node;
  readonly position: number;
}

export interface Module {
  readonly kind: "module";
  readonly id: string;
  readonly label: string;
  readonly children: readonly Entry[];
  /** The nodes in it and in its modules, in order. */
  readonly positions: readonly number[];
}

export type Entry = Leaf | Module;

/** The module of each node: the segments of its path without the node's own name. */
export type ScopeOf = (node: Node, position: number) => readonly string[];

/** Deeper modules than this are no structure that anybody drew: what is below stands in the last. */
const DEEPEST = 24;

/** More entries than this in one module are drawn by none; they are put in groups of their neighbours. */
const MOST_CHILDREN = 400;

/** By the slashes in the node's name. */
export const scopeByName: ScopeOf = ({ name }) => segmentsOf(name).slice(0, -1);

function segmentsOf(name: string): readonly string[] {
  return name.split("/").filter((segment) => segment !== "");
}

interface Growing {
  readonly label: string;
  readonly modules: Map<string, Growing>;
  readonly entries: (Growing | Leaf)[];
}

/** In the order of the nodes. A module of one entry is that entry, under the path to it. */
export function buildTree({ name, nodes }: Graph, scopeOf: ScopeOf): Module {
  const root: Growing = { label: name, modules: new Map(), entries: [] };
  nodes.forEach((node, position) => {
    let module = root;
    for (const segment of scopeOf(node, position).slice(0, DEEPEST)) module = moduleIn(module, segment);
    const label = segmentsOf(node.name).at(-1) ?? node.name;
    module.entries.push({ kind: "node", id: `node ${position}`, label, node, position });
  });
  let modules = 0;
  const finish = (growing: Growing): Entry => {
    const children = growing.entries.map((entry) => ("modules" in entry ? finish(entry) : entry));
    const [only] = children;
    if (growing !== root && children.length === 1) return { ...only!, label: `${growing.label}/${only!.label}` };
    modules += 1;
    return moduleOf({ id: `module ${modules}`, label: growing.label }, inGroups(children, `group ${modules}`));
  };
  return finish(root) as Module;
}

function moduleIn(parent: Growing, label: string): Growing {
  const known = parent.modules.get(label);
  if (known !== undefined) return known;
  const made: Growing = { label, modules: new Map(), entries: [] };
  parent.modules.set(label, made);
  parent.entries.push(made);
  return made;
}

function moduleOf(named: Pick<Module, "id" | "label">, children: readonly Entry[]): Module {
  return { kind: "module", ...named, children, positions: children.flatMap(positionsOf) };
}

export function positionsOf(entry: Entry): readonly number[] {
  return entry.kind === "node" ? [entry.position] : entry.positions;
}

/** As many groups of neighbours as each has entries, about. */
function inGroups(children: readonly Entry[], id: string): readonly Entry[] {
  if (children.length <= MOST_CHILDREN) return children;
  const size = Math.max(Math.ceil(Math.sqrt(children.length)), Math.ceil(children.length / MOST_CHILDREN));
  return Array.from({ length: Math.ceil(children.length / size) }, (_, group) => {
    const first = group * size;
    const own = children.slice(first, first + size);
    return moduleOf({ id: `${id}.${group}`, label: `${first + 1} to ${first + own.length}` }, own);
  });
}
