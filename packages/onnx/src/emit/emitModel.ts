/** From a model to ONNX's records. Nothing here knows bytes, and no weight is drawn before it is asked for. */
import {
  type Graph,
  type Model,
  type Value,
  indexOf,
  outputValues,
  rewriteModel,
  uniqueNames,
} from "@linknet-kit/core";
import type { onnx } from "../onnxProto.js";
import { irVersionOf } from "../opsets.js";
import { producer } from "#producer";
import { checkForms } from "../nodeForm.js";
import { checkLimits } from "../targetLimits.js";
import { findTarget, rewritesFor } from "../targets.js";
import { checkDynamicBatch } from "./dynamicBatch.js";
import type { EmitOptions } from "./emitOptions.js";
import { type EmittedTensor, emitNode } from "./emitNode.js";
import { emitValue } from "./emitValue.js";

/** A whole `ModelProto`, but for its initializers: they may be too large to be held together. */
export interface EmittedOnnx {
  readonly proto: onnx.IModelProto;
  readonly initializers: readonly EmittedTensor[];
}

/**
 * The model, lowered for its target, as ONNX's records: names are the graph's, every intermediate value has its type, nodes stand in
 * order. An error where the opset or the dynamic batch cannot be had.
 */
export function emitModel(model: Model, options: EmitOptions = {}): EmittedOnnx {
  const target = findTarget(options.target ?? "onnxruntime");
  const { name, defaultOpset, limits } = target;
  const { opset = defaultOpset, dynamicBatch = false, valueTypes = true } = options;
  const irVersion = irVersionOf(opset);
  const { graph: lowered, weights } = rewriteModel(model, rewritesFor(target, opset), options.onRewrite);
  checkForms(lowered.nodes, opset);
  if (limits !== undefined) checkLimits(name, limits, lowered, opset);
  if (dynamicBatch) checkDynamicBatch(lowered);

  const { proto, constants } = emitGraph(lowered, opset, (value) => emitValue(value, dynamicBatch));
  lowered.nodes.forEach((node, at) => options.onNode?.({ node, operator: proto.node![at]!.opType! }));
  if (!valueTypes) delete proto.valueInfo;
  const parameters = lowered.parameters.map((parameter) => ({
    name: parameter.name,
    type: parameter.type,
    read: () => weights.get(parameter),
  }));
  return {
    proto: { irVersion, ...producer, opsetImport: [{ domain: "", version: opset }], graph: proto },
    initializers: [...parameters, ...constants],
  };
}

function emitGraph(graph: Graph, opset: number, typed: (value: Value) => onnx.IValueInfoProto) {
  const { name, inputs, outputs, nodes } = graph;
  const index = indexOf(graph);
  const assigned = nodes.flatMap(outputValues).filter((value) => index.isRead(value));
  const valueNames = uniqueNames(
    [...inputs, ...graph.parameters, ...nodes.flatMap(outputValues)].map((each) => each.name),
  );
  const nodeNames = uniqueNames([]);
  const emitted = nodes.map((node) => emitNode(node, { opset, index, valueNames, nodeNames }));
  const declared = new Set(outputs.map((output) => output.name));
  const proto: onnx.IGraphProto = {
    name,
    node: emitted.map((each) => each.proto),
    input: inputs.map(typed),
    output: outputs.map(typed),
    valueInfo: assigned.filter((value) => !declared.has(value.name)).map(typed),
  };
  return { proto, constants: emitted.flatMap(({ constants }) => constants) };
}
