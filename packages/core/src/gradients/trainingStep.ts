/** One step of training as a graph: from a batch and the weights to the loss, its gradients and the running statistics afterwards. */
import { trainableParameters } from "../graph.js";
import type { Op } from "../op.js";
import { batchNormByBatchOp } from "../ops/batchNormByBatch.js";
import { reduceLogSumExpOp } from "../ops/reduceLogSumExp.js";
import { softmaxCrossEntropyOp } from "../ops/softmaxCrossEntropy.js";
import { cancelReshapes } from "../rewrites/cancelReshapes.js";
import { decompose } from "../rewrites/decompose.js";
import { poolBeforeRelu } from "../rewrites/poolBeforeRelu.js";
import { removeIdentities } from "../rewrites/removeIdentities.js";
import { removeUnread } from "../rewrites/removeUnread.js";
import { shareEqualNodes } from "../rewrites/shareEqualNodes.js";
import type { Model } from "../weights.js";
import { type CrossEntropy, type WithLoss, withCrossEntropy } from "./crossEntropy.js";
import { type Differentiated, differentiate } from "./differentiate.js";
import { feedParameters } from "./feedParameters.js";
import { type TrainingForm, trainingForm } from "./trainingForm.js";

export interface TrainingStepOptions extends CrossEntropy {
  /** The share of a batch's statistics in the running ones, as PyTorch has it. */
  readonly momentum?: number;
  /** Names of the parameters that are trained; all trainable ones unless given. */
  readonly by?: readonly string[];
}

/** The model takes the parameters that change, by their names, as inputs behind images, labels and masks. */
export interface TrainingStep extends WithLoss, Omit<Differentiated, "model">, Omit<TrainingForm, "model"> {
  readonly model: Model;
}

/** Ops with shorter gradients than those of their parts, which runtimes have not, or are slow at. */
const WHOLE_UNTIL_DIFFERENTIATED: ReadonlySet<Op> = new Set([
  batchNormByBatchOp,
  reduceLogSumExpOp,
  softmaxCrossEntropyOp,
]);

/** What parts share with gradients is computed once. */
function shortened(model: Model): Model {
  const rewrites = [
    decompose(({ op }) => WHOLE_UNTIL_DIFFERENTIATED.has(op)),
    cancelReshapes,
    removeIdentities,
    shareEqualNodes,
    removeUnread,
  ];
  return rewrites.reduce((each, rewrite) => rewrite.run(each), model);
}

export function trainingStep(model: Model, { momentum, by, ...entropy }: TrainingStepOptions): TrainingStep {
  const trained = by ?? trainableParameters(model.graph).map(({ name }) => name);
  const { model: form, statistics, masks } = trainingForm(model, momentum === undefined ? {} : { momentum });
  const { model: measured, labels, loss } = withCrossEntropy(poolBeforeRelu.run(form), entropy);
  const { model: whole, gradients } = differentiate(measured, { loss, by: trained });
  return {
    model: feedParameters(shortened(whole), [...gradients.keys(), ...statistics.keys()]),
    labels,
    loss,
    gradients,
    statistics,
    masks,
  };
}
