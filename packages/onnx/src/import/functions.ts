/** Functions of a model: nodes that one node of the graph stands for. They take its place. */
import type { UniqueNames } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import type { AttributeRecord, FunctionRecord, ModelRecord, NodeRecord } from "../decode/records.js";
import { opsetOf } from "./checkModel.js";
import { OnnxNodeError, UnsupportedModelError } from "./errors.js";
import { type InlinedNode, boundedNames, namesBelow, renamed } from "./inlinedNode.js";
import { isOnnxDomain } from "./operators.js";

/** The graph's nodes, with the nodes of functions in the place of what calls them; no more than `limit`. */
export function inlineFunctions(
  { graph, functions = [], ...model }: ModelRecord,
  limit: number,
): readonly InlinedNode[] {
  const opset = opsetOf(model);
  const nodes = graph?.node ?? [];
  if (functions.length === 0) return nodes.map((node) => ({ ...node, opset }));
  const given = [...(graph?.input ?? []), ...(graph?.initializer ?? [])].map(({ name }) => name ?? "");
  const values = boundedNames([...given, ...nodes.flatMap(({ output }) => output ?? [])]);
  const names = boundedNames(nodes.map(({ name }) => name ?? ""));
  const inliner = new Inliner({ functions, opset, limit, values, names });
  for (const node of nodes) inliner.add({ ...node, opset }, []);
  return inliner.nodes;
}

/** Functions within functions. */
const DEEPEST = 100;

interface Setting {
  readonly functions: readonly FunctionRecord[];
  /** Of the model. */
  readonly opset: number;
  readonly limit: number;
  readonly values: UniqueNames;
  readonly names: UniqueNames;
}

class Inliner {
  readonly nodes: InlinedNode[] = [];
  readonly #setting: Setting;
  readonly #functions = new Map<string, FunctionRecord>();
  /** Nodes that were looked at: functions that call each other may stand for very many, or for none after very many. */
  #steps = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
    for (const each of setting.functions) {
      const key = keyOf(each.domain, each.name, each.overload);
      if (this.#functions.has(key))
        throw new UnsupportedModelError({ problem: `the model has two functions ${each.name}` });
      this.#functions.set(key, each);
    }
  }

  /** The node, or what it stands for; `callers` are the functions that it stands in. */
  add(node: InlinedNode, callers: readonly FunctionRecord[]): void {
    this.#steps += 1;
    const { limit } = this.#setting;
    if (this.#steps > limit) throw new OnnxBudgetError({ what: "nodes", limit });
    const called = this.#functions.get(keyOf(node.domain, node.opType, node.overload));
    if (called === undefined) {
      this.nodes.push(node);
      return;
    }
    const caller = node.name || node.output?.[0] || called.name || "";
    if (callers.includes(called))
      throw new OnnxNodeError({ node: caller, problem: `calls ${called.name}, which calls itself` });
    if (callers.length >= DEEPEST)
      throw new OnnxNodeError({ node: caller, problem: `stands in ${DEEPEST} functions, one within the other` });
    this.#inline(caller, node, called, [...callers, called]);
  }

  #inline(prefix: string, node: InlinedNode, called: FunctionRecord, callers: readonly FunctionRecord[]): void {
    const { values: unique, names } = this.#setting;
    const body = called.node ?? [];
    const bound = boundNames(prefix, node, called);
    const own = namesBelow(prefix, { nodes: body }, { known: bound, unique });
    const renames = new Map([...own, ...bound]);
    const opset = this.#opsetOf(called);
    for (const { from, to } of handedOn(node, called)) {
      this.add(
        { opType: "Identity", name: names(prefix), input: [bound.get(from) ?? ""], output: [to], opset },
        callers,
      );
    }
    for (const each of body) {
      const attribute = boundAttributes(each, node, called);
      this.add(renamed({ ...each, attribute }, { prefix, opset, renames, unique: names }), callers);
    }
  }

  #opsetOf(called: FunctionRecord): number {
    const isSaid = (called.opsetImport ?? []).some(({ domain }) => isOnnxDomain(domain));
    return isSaid ? opsetOf(called) : this.#setting.opset;
  }
}

function keyOf(domain = "", name = "", overload = ""): string {
  return [isOnnxDomain(domain) ? "" : domain, name, overload].join("::");
}

/** What the function calls its inputs and outputs is what the node has there; nothing where it has none. */
function boundNames(prefix: string, node: NodeRecord, called: FunctionRecord): Map<string, string> {
  const [given, wanted] = [node.input ?? [], node.output ?? []];
  const [inputs, outputs] = [called.input ?? [], called.output ?? []];
  if (given.length > inputs.length || wanted.length > outputs.length) {
    throw new OnnxNodeError({ node: prefix, problem: `has more inputs or outputs than its function ${called.name}` });
  }
  const bound = new Map(inputs.map((name, position) => [name, given[position] ?? ""]));
  for (const [position, name] of outputs.entries()) {
    const output = wanted[position];
    if (output && !inputs.includes(name)) bound.set(name, output);
  }
  return bound;
}

/** Outputs that are inputs. */
function handedOn({ output = [] }: NodeRecord, { input = [], ...called }: FunctionRecord) {
  return (called.output ?? []).flatMap((from, position) => {
    const to = output[position];
    return to && input.includes(from) ? [{ from, to }] : [];
  });
}

/** Those that refer to one of the function's have its value at the node, or else its default; without either they are not there. */
function boundAttributes(each: NodeRecord, node: NodeRecord, called: FunctionRecord): readonly AttributeRecord[] {
  return (each.attribute ?? []).flatMap((attribute) => {
    const { name = "", refAttrName } = attribute;
    if (!refAttrName) return [attribute];
    const isNamed = (given: AttributeRecord): boolean => given.name === refAttrName;
    const value = node.attribute?.find(isNamed) ?? called.defaults?.find(isNamed);
    return value === undefined ? [] : [{ ...value, name }];
  });
}
