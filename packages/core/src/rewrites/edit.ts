/** What a rule may ask of a graph and do to it. */
import type { NodeSpec } from "../checkedNode.js";
import type { Node, Value } from "../graph.js";
import type { Reading } from "../graphIndex.js";
import type { Derivation } from "./derivedWeights.js";

export interface Edit extends Reading {
  /** How many nodes were replaced or bypassed so far. */
  readonly edits: number;
  /**
   * A node in front of the next one that is replaced or bypassed, and its values. They are called as `names` says by output, else as the
   * node, with a number where that is taken.
   */
  append(spec: NodeSpec, names?: Readonly<Record<string, string>>): Readonly<Record<string, Value>>;
  /** Puts another node in the place of `node`, its values called the same. Types must stay. */
  replace(node: Node, by: NodeSpec): void;
  /**
   * Takes the node out; who reads its outputs reads those values instead, and outputs that nothing reads may be left out. Nothing happens
   * where an output of the graph would have to be an input, a parameter or another output.
   */
  bypass(node: Node, values: Readonly<Record<string, Value>>): void;
  /** A new parameter, called `name` or that with a number, computed of others when it is asked for. */
  derive<Source extends string>(name: string, derivation: Derivation<Source>): Value;
  /** Computes a parameter of others, itself among them, when it is asked for. It must be read once; its name and type stay. */
  revise<Source extends string>(parameter: Value, derivation: Omit<Derivation<Source>, "type">): Value;
}
