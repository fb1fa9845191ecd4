/** The order in which nodes of a graph model can be read: files need not have them so. */
import { nodeOf } from "../graphDef.js";
import { DamagedTfjsError } from "../read/errors.js";

export interface NodeOfFile {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** Each behind what it reads; an error where they wait for each other. */
export function inOrder(nodes: readonly NodeOfFile[]): readonly NodeOfFile[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const waiting = new Map(nodes.map((node) => [node.name, new Set((node.input ?? []).map(nodeOf))]));
  const readers = new Map<string, string[]>();
  for (const [name, inputs] of waiting) {
    for (const input of inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [name]);
      else known.push(name);
    }
  }
  const ready = nodes.filter(({ name }) => waiting.get(name)!.size === 0);
  for (const { name } of ready) {
    for (const reader of readers.get(name) ?? []) {
      const inputs = waiting.get(reader)!;
      inputs.delete(name);
      if (inputs.size === 0) ready.push(byName.get(reader)!);
    }
  }
  if (ready.length === nodes.length) return ready;
  const stuck = nodes.find(({ name }) => waiting.get(name)!.size > 0)!;
  throw new DamagedTfjsError({ problem: `node "${stuck.name}" reads what it gives, through others` });
}
