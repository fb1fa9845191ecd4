/** What is wrong with a model for every reader, apart from what only the ops here do not express. */
import { LinknetError } from "@linknet-kit/base";
import { DamagedOnnxError, OnnxBudgetError } from "../decode/errors.js";
import { DynamicShapeError } from "./errors.js";
import { ExternalDataError } from "./externalPlace.js";

const FOR_EVERYONE = [DamagedOnnxError, OnnxBudgetError, ExternalDataError, DynamicShapeError];

/** Whether no runtime could do more with the model either than the reader here that threw this. */
export function isUnreadable(error: unknown): boolean {
  return !(error instanceof LinknetError) || FOR_EVERYONE.some((known) => error instanceof known);
}
