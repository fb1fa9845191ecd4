/** The core of linknet-kit: tensors, ops, graphs, the DSL that builds them, what they cost, the reference that evaluates them. */
export type { AttributeKinds, Pair, Padding } from "./attributes.js";
export * from "./builder.js";
export * from "./cost.js";
export * from "./costSummary.js";
export * from "./errors.js";
export * from "./evaluate.js";
export * from "./graph.js";
export * from "./initializer.js";
export * from "./layers.js";
export * from "./nearestName.js";
export * from "./onnxForm.js";
export * from "./op.js";
export * from "./ops/index.js";
export * from "./passes/index.js";
export * from "./print.js";
export { type Uniform, fillUniform, seededUniform } from "./random.js";
export * from "./tensor.js";
export * from "./weights.js";
