/** Holds a runtime to the reference: a model goes in, and what comes out is compared with what the evaluator gives. */
import { type Model, evaluate } from "@linknet-kit/core";
import type { FedModel } from "@linknet-kit/core/cases";
import { compareOutputs } from "./measure/compare.js";
import type { Tensors } from "./runtime/runtime.js";

export { type CaseLimits, caseLimits, limitsOf } from "./caseLimits.js";

/** Loads a model and runs it once; images are channels-first. */
export type RunModel = (model: Model, inputs: Tensors) => Promise<Tensors>;

/** What `outcomeOf` answers where nothing is wrong. */
export const AGREES = "agrees with the reference";

/**
 * `AGREES`, or else the error in words: what the runtime threw, or by how much its outputs are off. `tolerance` is relative to the
 * largest absolute value of an output.
 */
export async function outcomeOf(run: RunModel, { model, inputs }: FedModel, tolerance: number): Promise<string> {
  const expected = evaluate(model, inputs);
  const { outputs } = model.graph;
  try {
    const compared = await compareOutputs(outputs, await run(model, inputs), {
      expectedOf: (index) => expected[outputs[index]!.name]!,
      tolerance,
    });
    if ("mismatch" in compared) return compared.mismatch;
    return compared.shareAbove > 0 ? `off by ${compared.relativeError} of the largest value` : AGREES;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The model without outputs of positions beside others, for runtimes and formats that cannot give those of maxima. */
export function withoutPositions({ model: { graph, weights }, inputs }: FedModel): FedModel {
  const others = graph.outputs.filter(({ type }) => type.dtype !== "int64");
  return { model: { graph: { ...graph, outputs: others.length === 0 ? graph.outputs : others }, weights }, inputs };
}
