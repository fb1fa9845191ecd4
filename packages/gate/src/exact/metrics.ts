/** Figures of a file that are the same on every machine. */
import { countCost } from "@linknet-kit/core";
import type { OpenSizes } from "@linknet-kit/onnx";
import { z } from "zod";
import { FileNotFetchedError } from "../errors.js";
import { isPointer } from "../revision/largeFiles.js";
import { readModel } from "./readModel.js";

const count = z.int().nonnegative();
const name = z.string().max(1000);

/** Each figure with its unit. FLOPs are `useful` ones, two a multiply-accumulate; the peak takes activations as float32, none in place. */
export const METRIC_UNITS = {
  parameters: "parameters",
  macs: "MACs",
  flops: "FLOPs",
  scalarOps: "scalar operations",
  nodes: "nodes",
  fileBytes: "bytes",
  activationPeakBytes: "bytes",
} as const;

export type Metric = keyof typeof METRIC_UNITS;
export const metricNames = Object.keys(METRIC_UNITS) as readonly Metric[];

/** A layer with its op, multiply-accumulates, scalar operations, trainable parameters and the bytes of its operands and outputs. */
const layerSchema = z.tuple([name, name, count, count, count, count]);

/** The figures of one file, and what they are made of, so that a difference can be traced. */
export const exactRecordSchema = z.strictObject({
  subject: name,
  /** Shapes of the inputs: figures of other sizes say nothing. */
  inputs: z.array(z.string().max(200)).max(100),
  metrics: z.strictObject(
    Object.fromEntries(metricNames.map((metric) => [metric, count])) as Record<Metric, typeof count>,
  ),
  layers: z.array(layerSchema).max(100_000),
  /** Of the file: name and type. */
  nodes: z.array(z.tuple([name, name])).max(100_000),
  /** Of the file: name and bytes. */
  tensors: z.array(z.tuple([name, count])).max(100_000),
});

export type ExactRecord = z.infer<typeof exactRecordSchema>;

/** Counts a file at these sizes; the cost is the graph's, nodes and bytes are the file's own. */
export async function countFile(subject: string, path: string, sizes: OpenSizes = {}): Promise<ExactRecord> {
  const { graph, fileBytes, nodes, tensors } = await readModel(path, sizes).catch(async (cause: unknown) => {
    throw (await isPointer(path)) ? new FileNotFetchedError({ name: path }) : cause;
  });
  const { parameters, macs, flops, scalarOps, activationPeakBytes, layers } = countCost(graph);
  return {
    subject,
    inputs: graph.inputs.map(({ name: input, type }) => `${input} ${type.shape.join("x")}`),
    metrics: { parameters, macs, flops: flops.useful, scalarOps, nodes: nodes.length, fileBytes, activationPeakBytes },
    layers: layers.map((layer) => [layer.name, layer.op, layer.macs, layer.scalarOps, layer.parameters, layer.bytes]),
    nodes: nodes.map(({ name: node, type }) => [node, type]),
    tensors: tensors.map(({ name: tensor, bytes }) => [tensor, bytes]),
  };
}
