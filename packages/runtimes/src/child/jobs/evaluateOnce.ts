/** The reference evaluator's outputs. */
import { evaluate } from "@linknet-kit/core";
import { seededInputs } from "../../measure/seededInputs.js";
import type { OnProgress } from "../../runtime/timing.js";
import { fromPlainModel } from "../plainModel.js";
import type { EvaluateJob } from "../protocol.js";
import { storeOutputs } from "../stored.js";

export async function evaluateOnce({ model, seed, outputFolder }: EvaluateJob, onProgress: OnProgress): Promise<null> {
  const { graph, weights } = fromPlainModel(model);
  const onNode = (): void => onProgress({ stage: "evaluate" });
  const outputs = evaluate({ graph, weights }, seededInputs(graph.inputs, seed), { onNode });
  await storeOutputs(outputFolder, graph.outputs, outputs);
  return null;
}
