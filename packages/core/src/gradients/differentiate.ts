/** Reverse-mode differentiation, Linnainmaa 1970: a network and the gradients of its loss as one plain graph of ops. */
import { type Absent, isAbsent } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { isFloat } from "../dtypes.js";
import { THROUGH_PARTS, type Expression, type Expressions } from "../gradient.js";
import {
  type Graph,
  type Node,
  type Value,
  inputValues,
  listed,
  mapOperands,
  mapRecord,
  outputValues,
  trainableParameters,
} from "../graph.js";
import { isList } from "../named.js";
import { decompose } from "../rewrites/decompose.js";
import { constant } from "../initializer.js";
import { elementCount, filled, printType } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import { NotDifferentiableError } from "./errors.js";
import { builderFor, finished, regrow } from "./regrow.js";
import { expressionsOn } from "./expressions.js";

export interface Differentiation {
  /** The output of the graph, one number, whose gradients are wanted. */
  readonly loss: string;
  /** Names of the parameters and inputs by which, of which those that the loss does not depend on are left out; the trainable ones unless given. */
  readonly by?: readonly string[];
}

export interface Differentiated {
  /** Gives what the network gives, and each gradient. */
  readonly model: Model;
  /** The names of the outputs that are gradients, by that of the parameter or input. */
  readonly gradients: ReadonlyMap<string, string>;
}

/**
 * The model with the gradients of its loss as further outputs. Ops without gradients are replaced by what they decompose into. Throws a
 * `NotDifferentiableError` where an op between has none, or the graph has not what was asked for.
 */
export function differentiate(network: Model, { loss: lossName, by }: Differentiation): Differentiated {
  const model = decompose(isDifferentiatedApart).run(network);
  const { graph } = model;
  const loss = checkedLoss(graph, lossName);
  const wanted = by ?? trainableParameters(graph).map(({ name }) => name);
  checkGiven(graph, wanted);
  const builder = builderFor(graph);
  const { grown, weights } = regrow(model, builder);
  // A parameter is not folded, so that every gradient is what some node gives.
  const seed = builder.parameter(builder.freeName("gradients/one"), { type: loss.type, initial: constant(1) });
  const pass = {
    g: expressionsOn(builder),
    grown,
    gradients: new Map([[loss.name, seed as Expression]]),
    depending: dependingOn(graph, wanted),
  };
  for (const node of graph.nodes.toReversed())
    builder.scope("gradients", () => builder.scope(node.name, () => passBack(node, pass)));

  const added = new Map<string, Expression>();
  const names = new Map<string, string>();
  for (const name of wanted) {
    const gradient = pass.gradients.get(name);
    if (gradient === undefined) continue;
    names.set(name, builder.freeName(`${name}/gradient`));
    added.set(names.get(name)!, gradient);
  }
  const { dtype, shape } = loss.type;
  const seeded: Weights = {
    get: (parameter) => (parameter.name === seed.name ? filled(dtype, shape, 1) : weights.get(parameter)),
  };
  return { model: finished(graph, { builder, grown, weights: seeded }, added), gradients: names };
}

function isDifferentiatedApart({ op }: Node): boolean {
  return op.gradient === THROUGH_PARTS;
}

function checkedLoss({ outputs }: Graph, name: string): Value {
  const loss = outputs.find((output) => output.name === name);
  if (loss === undefined) {
    const hint = `there are ${outputs.map((output) => output.name).join(", ")}`;
    throw new NotDifferentiableError({ problem: `the graph has no output "${name}"`, hint });
  }
  if (isFloat(loss.type.dtype) && elementCount(loss.type) === 1) return loss;
  throw new NotDifferentiableError({ problem: `"${name}" is ${printType(loss.type)}, and a loss is one number` });
}

function checkGiven({ inputs, parameters }: Graph, names: readonly string[]): void {
  const given = new Set([...inputs, ...parameters].map(({ name }) => name));
  const unknown = names.find((name) => !given.has(name));
  if (unknown === undefined) return;
  throw new NotDifferentiableError({ problem: `the graph has no parameter or input "${unknown}"` });
}

/** The floats that change with some values, by name. */
function dependingOn({ nodes }: Graph, names: readonly string[]): ReadonlySet<string> {
  const depending = new Set(names);
  for (const node of nodes) {
    if (!inputValues(node).some(({ name }) => depending.has(name))) continue;
    for (const { name, type } of outputValues(node)) if (isFloat(type.dtype)) depending.add(name);
  }
  return depending;
}

interface Pass {
  readonly g: Expressions;
  readonly grown: (value: Value) => SymbolicTensor;
  /** By the name of a value, complete when all that read it have been passed. */
  readonly gradients: Map<string, Expression>;
  readonly depending: ReadonlySet<string>;
}

/** The gradients of what a node reads, from those of what it gives. */
function passBack(node: Node, { g, grown, gradients, depending }: Pass): void {
  const { op } = node;
  const isWanted = ({ name }: Value): boolean => depending.has(name);
  if (!outputValues(node).some(({ name }) => gradients.has(name)) || !inputValues(node).some(isWanted)) return;
  if (isAbsent(op.gradient)) throw withoutGradient(node, op.gradient);
  const results = Object.entries(node.outputs).filter(([, { type }]) => isFloat(type.dtype));
  const given = results.map(([output, { name, type }]) => [`d${output}`, gradients.get(name) ?? g.zeros(type)]);
  const values = {
    ...mapOperands(node.inputs, grown),
    ...mapRecord(node.outputs, grown),
    ...Object.fromEntries(given),
  };
  for (const { name: slot } of op.slots) {
    const operands = listed(node.inputs[slot]);
    if (!operands.some(isWanted)) continue;
    const made = op.gradient[slot]?.(g, values, node.attributes) ?? operands.map(({ type }) => g.zeros(type));
    if (!isList(made) && isAbsent(made)) throw withoutGradient(node, made);
    for (const [index, operand] of operands.entries()) {
      if (!isWanted(operand)) continue;
      const gradient = g.fitted(isList(made) ? made[index]! : made, operand.type.shape);
      const before = gradients.get(operand.name);
      gradients.set(operand.name, before === undefined ? gradient : g.add(before, gradient));
    }
  }
}

function withoutGradient({ name, op }: Node, { absent }: Absent): NotDifferentiableError {
  return new NotDifferentiableError({ problem: `${name}, of ${op.name}, has no gradient: ${absent}` });
}
