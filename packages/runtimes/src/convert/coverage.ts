/** What became of each node of a file in an artifact, or why it became nothing. */
import { type FormatNode, type Graph, type Refusal, type RefusalCode, outputValues } from "@linknet-kit/core";
import type { SurveyedNode } from "@linknet-kit/onnx";

/**
 * `written`: one node of the artifact; `lowered`: several that compute the same; `merged`: part of what became of a neighbour, or nothing that
 * an output needs; `constant`: known before the model runs; `refused`: the reason says why; `behind`: it needs the result of a node that is
 * refused, and was looked at only as far as that goes; `ready`: nothing speaks against it, but another node is refused.
 */
export type NodeFate = "written" | "lowered" | "merged" | "constant" | "refused" | "behind" | "ready";

interface ArtifactNode {
  readonly node: string;
  readonly operator: string;
}

export interface CoveredNode {
  /** Its name in the file, or its first output's where it has none. */
  readonly node: string;
  /** ONNX's. */
  readonly operator: string;
  readonly fate: NodeFate;
  /** Of a node that is written or lowered: what it became. */
  readonly becomes?: readonly ArtifactNode[];
  /** Of one that is refused. */
  readonly code?: RefusalCode;
  /** In words. */
  readonly reason?: string;
  /** Of one that is behind: the node that is refused. */
  readonly behind?: string;
}

export interface Coverage {
  /** How many nodes of the file have each fate. */
  readonly counts: Readonly<Partial<Record<NodeFate, number>>>;
  /** In the file's order. */
  readonly nodes: readonly CoveredNode[];
  /** Nodes of the artifact that stand for none of the file, such as transposes at its ends. */
  readonly added: readonly ArtifactNode[];
}

/** Of a file with nodes that cannot be read, whatever the target. */
export function coverageOfSurvey(nodes: readonly SurveyedNode[]): Coverage {
  return counted(nodes.map(coveredBySurvey), []);
}

function coveredBySurvey({ name: node, operator, refusal, behind }: SurveyedNode): CoveredNode {
  if (refusal !== undefined) return { node, operator, fate: "refused", ...refusal };
  return behind === undefined ? { node, operator, fate: "ready" } : { node, operator, fate: "behind", behind };
}

/** Of an artifact that is written; `graph` is what was read of the file. */
export function coverageOfWritten(
  nodes: readonly SurveyedNode[],
  graph: Graph,
  written: readonly FormatNode[],
): Coverage {
  const owners = new Owners(nodes);
  const becoming = new Map<number, ArtifactNode[]>();
  const added: ArtifactNode[] = [];
  for (const { node, operator } of written) {
    const owner = owners.of(node.name, Object.values(node.outputs)[0]?.name);
    const list = owner === undefined ? added : (becoming.get(owner) ?? []);
    list.push({ node: node.name, operator });
    if (owner !== undefined) becoming.set(owner, list);
  }
  const read = new Set(graph.nodes.flatMap((node) => owners.of(node.name, outputValues(node)[0]?.name) ?? []));
  const covered = nodes.map(({ name: node, operator }, at): CoveredNode => {
    const becomes = becoming.get(at);
    if (becomes === undefined) return { node, operator, fate: read.has(at) ? "merged" : "constant" };
    return { node, operator, fate: becomes.length === 1 ? "written" : "lowered", becomes };
  });
  return counted(covered, added);
}

/** Where a target has no node for some of them; nodes of the file that none of these came of are ready. */
export function coverageOfRefusals(nodes: readonly SurveyedNode[], refusals: readonly Refusal[]): Coverage {
  const owners = new Owners(nodes);
  const refused = new Map<number, Refusal>();
  const others: Refusal[] = [];
  for (const refusal of refusals) {
    const owner = owners.of(refusal.node, refusal.node);
    if (owner === undefined) others.push(refusal);
    else if (!refused.has(owner)) refused.set(owner, refusal);
  }
  const covered = nodes.map(({ name: node, operator }, at): CoveredNode => {
    const refusal = refused.get(at);
    if (refusal === undefined) return { node, operator, fate: "ready" };
    return { node, operator, fate: "refused", code: refusal.code, reason: refusal.reason };
  });
  const added = others.map(({ node, operator, code, reason }): CoveredNode => {
    return { node, operator, fate: "refused", code, reason };
  });
  return counted([...covered, ...added], []);
}

function counted(nodes: readonly CoveredNode[], added: readonly ArtifactNode[]): Coverage {
  const counts: Partial<Record<NodeFate, number>> = {};
  for (const { fate } of nodes) counts[fate] = (counts[fate] ?? 0) + 1;
  return { counts, nodes, added };
}

/** Finds the node of the file that one of an artifact came of: rewrites call what they make by what it is made of, with a path below it. */
class Owners {
  readonly #byName = new Map<string, number>();
  readonly #byOutput = new Map<string, number>();

  constructor(nodes: readonly SurveyedNode[]) {
    nodes.forEach(({ name, outputs }, at) => {
      if (!this.#byName.has(name)) this.#byName.set(name, at);
      for (const output of outputs) this.#byOutput.set(output, at);
    });
  }

  /** Its place in the file. */
  of(node: string, output: string | undefined): number | undefined {
    const own = this.#byName.get(node) ?? (output === undefined ? undefined : this.#byOutput.get(output));
    if (own !== undefined) return own;
    for (let end = node.lastIndexOf("/"); end > 0; end = node.lastIndexOf("/", end - 1)) {
      const above = node.slice(0, end);
      const owner = this.#byName.get(above) ?? this.#byOutput.get(above);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}
