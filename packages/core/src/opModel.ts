/** A model of one node: how the cases of an op are run, by the reference and by every runtime. */
import type { AttributeKinds, Given } from "./attributes.js";
import { GraphBuilder } from "./builder.js";
import type { Operand, Value } from "./graph.js";
import { type Named, isList } from "./named.js";
import type { OpDefinition, Slots } from "./op.js";
import type { Tensor } from "./tensor.js";
import { type Model, givenWeights } from "./weights.js";

/** A model and what it is to be fed. */
export interface FedModel {
  readonly model: Model;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/**
 * One op on given tensors. The op's first input is fed and the others are parameters, since some runtimes take weights only so; the
 * graph's outputs are called as the op's, and the tensors of a list as its input with a number from 1.
 */
export function opModel<I extends Slots, O extends Slots, K extends AttributeKinds>(
  op: OpDefinition<I, O, K>,
  tensors: Named<keyof I & string, Tensor>,
  attributes: Given<K>,
): FedModel {
  const builder = new GraphBuilder(op.name);
  const inputs: Record<string, Tensor> = {};
  const weights = new Map<string, Tensor>();
  const fedSlot = op.slots[0]?.name;
  const declare = (slot: string, name: string, tensor: Tensor): Value => {
    const type = { dtype: tensor.dtype, shape: tensor.shape };
    if (slot === fedSlot) {
      inputs[name] = tensor;
      return builder.input(name, type);
    }
    weights.set(name, tensor);
    return builder.parameter(name, { type, initial: { kind: "given" } });
  };
  const operands: Record<string, Operand> = {};
  for (const [slot, given] of Object.entries<Tensor | readonly Tensor[] | undefined>(tensors)) {
    if (given === undefined) continue;
    operands[slot] = isList(given)
      ? given.map((tensor, index) => declare(slot, `${slot}${index + 1}`, tensor))
      : declare(slot, slot, given);
  }
  const names = Object.fromEntries(op.results.map((name) => [name, name]));
  const graph = builder.build(builder.append({ name: op.name, op, inputs: operands, attributes }, names));
  return { model: { graph, weights: givenWeights(weights) }, inputs };
}
