/** A model as a folder of a Triton model repository: `config.pbtxt`, and the ONNX file as its version 1. */
import { basename, dirname } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { type WriteOptions, type WeightOrigin, sealedText, writeFilesAtomically } from "@linknet-kit/base/files";
import { type Graph, type Model, type OnNode, type OnRewrite, elementCount, printType } from "@linknet-kit/core";
import { onnxFiles, whyNotAnyBatch } from "@linknet-kit/onnx";
import { printConfig, tritonModelPath } from "./tritonConfig.js";

export const tritonConfig = sealedText(
  "unchanged config.pbtxt of linknet-kit",
  (digest) => `# written by linknet-kit, sha256 ${digest}`,
);

export interface TritonOptions extends WriteOptions {
  /** The name of a target of ONNX. */
  readonly target: string;
  readonly opset?: number | undefined;
  readonly origin?: WeightOrigin | undefined;
  /** Images that are joined to one run at most. */
  readonly maxBatch: number;
  readonly onRewrite?: OnRewrite | undefined;
  readonly onNode?: OnNode | undefined;
}

export interface WrittenTriton {
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
  /** 0 where the file takes its own batch alone. */
  readonly maxBatch: number;
  /** Why it does, in words. */
  readonly fixedBatch?: string;
}

/**
 * Writes both whole or not at all; the model is called as the folder of `path`, which Triton asks of it. Requests are joined to one run
 * where the model can be written for any batch.
 */
export async function writeTriton(
  model: Model,
  path: string,
  { maxBatch: wanted, ...options }: TritonOptions,
): Promise<WrittenTriton> {
  refuseEmpty(model.graph);
  const { target, opset } = options;
  const fixedBatch = whyNotAnyBatch(model, { target, opset });
  const maxBatch = fixedBatch === undefined ? wanted : 0;
  const files = onnxFiles(model, tritonModelPath(path), { ...options, dynamicBatch: maxBatch > 0 });
  const { inputs, outputs } = model.graph;
  const content = tritonConfig.seal(printConfig({ name: basename(dirname(path)), maxBatch, inputs, outputs }));
  const all = [...files, { path, kind: tritonConfig.kind, content }];
  const sizes = await writeFilesAtomically(all, { ...options, makeFolders: true });
  return {
    path,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files: all.map((file) => file.path).toReversed(),
    maxBatch,
    ...(fixedBatch !== undefined && { fixedBatch }),
  };
}

/** Triton takes sides of 1 or more alone. */
function refuseEmpty({ inputs, outputs }: Graph): void {
  const empty = [...inputs, ...outputs].find(({ type }) => elementCount(type) === 0);
  if (empty !== undefined) throw new EmptyTensorError({ name: empty.name, type: printType(empty.type) });
}

class EmptyTensorError extends LinknetError {
  readonly code = "EMPTY_TENSOR";

  constructor({ name, type }: { readonly name: string; readonly type: string }) {
    super(`Triton takes no tensor without elements: "${name}" is ${type}`);
  }
}
