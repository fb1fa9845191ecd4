/** Models of one expression of x and numbers, as files have them. */
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import type { DType } from "../dtypes.js";
import { castTensor, filled, floatTensor } from "../tensor.js";
import type { Tensor } from "../tensor.js";
import { type Model, givenWeights } from "../weights.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import type { Rewrite } from "./rewrite.js";

/** Makes parameters: one number, or several in a shape. */
export interface Numbers {
  (value: number, shape?: readonly number[]): SymbolicTensor;
  readonly various: (...shape: readonly number[]) => SymbolicTensor;
}

export type Expression = (x: SymbolicTensor, n: Numbers) => SymbolicTensor | Readonly<Record<string, SymbolicTensor>>;

export function expressionModel(build: Expression, shape: readonly number[], dtype: DType = "float32"): Model {
  const builder = new GraphBuilder("net");
  const weights = new Map<string, Tensor>();
  const given = (tensor: Tensor): SymbolicTensor => {
    const name = `number${weights.size}`;
    weights.set(name, tensor);
    return builder.parameter(name, { type: { dtype, shape: tensor.shape }, initial: { kind: "given" } });
  };
  const numbers = Object.assign((value: number, of: readonly number[] = []) => given(filled(dtype, of, value)), {
    various: (...of: readonly number[]) => given(castTensor(waves(...of), dtype)),
  });
  const made = build(builder.input("x", { dtype, shape }), numbers);
  const outputs = "builder" in made ? { y: made as SymbolicTensor } : made;
  return { graph: builder.build(outputs), weights: givenWeights(weights) };
}

/** The ops after the rewrite, and where the outputs of inputs from small to large are no longer those before. */
export function rewrittenExpression(model: Model, rewrite: Rewrite) {
  const after = rewritten(model, rewrite);
  const [{ type }] = model.graph.inputs as [Model["graph"]["inputs"][number]];
  const wrong = [0.1, 1, 7].flatMap((factor) => {
    const x = castTensor(
      floatTensor(
        type.shape,
        waves(...type.shape).data.map((value) => factor * value),
      ),
      type.dtype,
    );
    return differences(model, after, { x });
  });
  return { ops: opsOf(after.graph), wrong, isSame: after === model };
}
