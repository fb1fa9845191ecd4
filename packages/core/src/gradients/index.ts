/** Gradients of networks, and what training needs beside them. */
export { type CrossEntropy, type WithLoss, withCrossEntropy } from "./crossEntropy.js";
export { type Differentiated, type Differentiation, differentiate } from "./differentiate.js";
export { dropoutMasks } from "./dropoutMasks.js";
export { NotDifferentiableError } from "./errors.js";
export { type ExtendedModel, type Extending, extendModel } from "./extendModel.js";
export { feedParameters } from "./feedParameters.js";
export { type Parcel, parcelOf } from "./parcel.js";
export { type DropoutMask, type TrainingForm, trainingForm } from "./trainingForm.js";
export { type TrainingStep, type TrainingStepOptions, trainingStep } from "./trainingStep.js";
