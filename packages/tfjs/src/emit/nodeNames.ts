/** Names as GraphDef allows them. */
import { type Graph, type Value, uniqueNames } from "@linknet-kit/core";

/** TensorFlow's rule, but for the colon and the caret, which mean something in the name of an input. */
const FORBIDDEN = /[^\w.\\/>-]/g;
const START = /^[A-Za-z0-9.]/;

/** What a node is called that is wanted to be called so, where no other is: the same where GraphDef allows it, and one like it otherwise. */
export function nodeNameFor(wanted: string): string {
  const allowed = wanted.replaceAll(FORBIDDEN, "_");
  return START.test(allowed) ? allowed : `.${allowed}`;
}

/** Gives each node a name of its own. */
export class NodeNames {
  readonly #unique = uniqueNames([]);

  give(wanted: string): string {
    return this.#unique(nodeNameFor(wanted));
  }
}

/**
 * The name of the node that gives each value: as the graph calls the value, so that what rewrites made of a layer's nodes is found under the
 * name of what it computes. Values that are called as outputs have that name in the signature; their nodes keep their own.
 */
export function nodeNamesOf(
  { inputs, parameters, nodes, outputs }: Graph,
  names: NodeNames,
): ReadonlyMap<string, string> {
  const ends = new Set(outputs.map(({ name }) => name));
  const given = [...inputs, ...parameters].map(({ name }): [string, string] => [name, names.give(name)]);
  const computed = nodes.map((node): [string, string] => {
    const { name } = onlyOutput(node.name, node.outputs);
    return [name, names.give(ends.has(name) ? node.name : name)];
  });
  return new Map([...given, ...computed]);
}

/** Every op that tfjs has gives one value here. */
function onlyOutput(node: string, outputs: Readonly<Record<string, Value>>): Value {
  const [output, ...more] = Object.values(outputs);
  if (output === undefined || more.length > 0) throw new Error(`${node} has ${more.length + 1} outputs`);
  return output;
}
