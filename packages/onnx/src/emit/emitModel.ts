/** From a model to ONNX's records. Nothing here knows bytes, and no weight is drawn before it is asked for. */
import {
  type Graph,
  type Model,
  type Node,
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
import { type EmittedNode, type EmittedTensor, emitJoint, emitNode } from "./emitNode.js";
import { emitValue } from "./emitValue.js";
import { type Joint, jointsOf } from "./jointNodes.js";

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

  const joints = jointsOf(lowered.nodes, { index: indexOf(lowered), opset, limits });
  const { proto, constants, operators } = emitGraph(lowered, { opset, joints }, (value) =>
    emitValue(value, dynamicBatch),
  );
  for (const node of lowered.nodes) options.onNode?.({ node, operator: operators.get(node)! });
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

interface GraphContext {
  readonly opset: number;
  readonly joints: ReadonlyMap<Node, Joint>;
}

/** Nodes that are one stand where the first of them does. */
function emitGraph(graph: Graph, { opset, joints }: GraphContext, typed: (value: Value) => onnx.IValueInfoProto) {
  const { name, inputs, outputs, nodes } = graph;
  const index = indexOf(graph);
  const assigned = nodes.flatMap(outputValues).filter((value) => index.isRead(value));
  const valueNames = uniqueNames(
    [...inputs, ...graph.parameters, ...nodes.flatMap(outputValues)].map((each) => each.name),
  );
  const nodeNames = uniqueNames([]);
  const context = { opset, index, valueNames, nodeNames };
  const operators = new Map<Node, string>();
  const emitted: EmittedNode[] = [];
  for (const node of nodes) {
    if (operators.has(node)) continue;
    const joint = joints.get(node);
    const made = joint === undefined ? emitNode(node, context) : emitJoint(joint, context);
    for (const part of joint?.nodes ?? [node]) operators.set(part, made.proto.opType);
    emitted.push(made);
  }
  const declared = new Set(outputs.map((output) => output.name));
  const proto: onnx.IGraphProto = {
    name,
    node: emitted.map((each) => each.proto),
    input: inputs.map(typed),
    output: outputs.map(typed),
    valueInfo: assigned.filter((value) => !declared.has(value.name)).map(typed),
  };
  return { proto, operators, constants: emitted.flatMap(({ constants }) => constants) };
}
