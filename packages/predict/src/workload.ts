/** A graph as a device sees it: kernels, copies and memory. */
import {
  type Fusion,
  type Graph,
  type Node,
  type NodeCost,
  type Value,
  byteCount,
  countCost,
  outputValues,
} from "@linknet-kit/core";

/** Kernels of one class share an efficiency: stride-1 3x3 convolutions, other convolutions, and passes over memory. */
export type KernelClass = "convolution3x3" | "convolution" | "pass";

export interface WorkloadKernel {
  readonly kind: KernelClass;
  /** Two a multiply-accumulate; a transposed convolution is counted on its output grid, as Torch7 computed it. */
  readonly flops: number;
  readonly bytes: number;
}

/** `torch7` runs every op as a kernel of its own and keeps all outputs; `fused` is a runtime of today. */
export type Software = "torch7" | "fused";

export interface Workload {
  readonly kernels: readonly WorkloadKernel[];
  /** Image up and scores down. */
  readonly copyBytes: number;
  /** Weights and the activations that are held, without the framework. */
  readonly memoryBytes: number;
}

/** What a convolution's kernel does besides where kernels are fused; a sum with another image is none of it. */
const fused: ReadonlySet<Fusion | undefined> = new Set<Fusion>(["norm", "activation"]);
/** Torch7's networks let these overwrite their input. */
const inPlace: ReadonlySet<string> = new Set(["relu", "dropout2d"]);

/** The work of one forward pass of a float32 graph. */
export function workloadOf(graph: Graph, software: Software = "torch7"): Workload {
  const cost = countCost(graph);
  const isFused = software === "fused";
  const kernels = graph.nodes.flatMap((node, index) => {
    const { fusion } = node.op;
    return isFree(node) || (isFused && fused.has(fusion)) ? [] : [kernelOf(node, cost.layers[index]!)];
  });
  const io = sumBytes([...graph.inputs, ...graph.outputs]);
  const kept = sumBytes(graph.nodes.filter(({ op }) => !inPlace.has(op.name)).flatMap(outputValues));
  const activations = isFused ? cost.activationPeakBytes : kept + sumBytes(graph.inputs);
  return { kernels, copyBytes: io, memoryBytes: cost.weightBytes + activations };
}

/** What Torch7 leaves out when it evaluates, and padding that convolutions do themselves. */
function isFree({ op }: Node): boolean {
  return op.fusion === "identity" || op.name === "pad";
}

function kernelOf(node: Node, { bytes, flops: { dense } }: NodeCost): WorkloadKernel {
  const kind = node.op.convolution !== undefined && dense > 0 ? convolutionClass(node) : "pass";
  return { kind, flops: dense, bytes };
}

function convolutionClass({ op, inputs, attributes }: Node): KernelClass {
  const weight = inputs["weight"];
  const kernel = weight !== undefined && "type" in weight ? weight.type.shape.slice(2).join() : "";
  const plain = String(attributes["stride"]) === "1,1" && String(attributes["dilation"]) === "1,1";
  return op.name === "conv" && kernel === "3,3" && plain ? "convolution3x3" : "convolution";
}

function sumBytes(values: readonly Value[]): number {
  return values.reduce((sum, { type }) => sum + byteCount(type), 0);
}
