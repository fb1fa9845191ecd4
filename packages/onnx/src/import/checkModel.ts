/** What must hold of a model's records before its graph is looked at node by node. */
import { HIGHEST_READ_IR_VERSION, HIGHEST_READ_OPSET } from "../opsets.js";
import type { GraphRecord, ModelRecord } from "../decode/records.js";
import { InvalidOnnxError, UnsupportedModelError } from "./errors.js";
import { isOnnxDomain } from "./operators.js";

/** The opset of ONNX's own operators; an error where the model has none, several, or one of after this project's time. */
export function opsetOf({ opsetImport }: Pick<ModelRecord, "opsetImport">): number {
  const own = (opsetImport ?? []).filter(({ domain }) => isOnnxDomain(domain));
  const [first, second] = own;
  if (first === undefined) throw new InvalidOnnxError({ problem: "the model does not say which opset it is in" });
  if (second !== undefined) throw new InvalidOnnxError({ problem: "the model says twice which opset it is in" });
  const opset = Number(first.version ?? 0);
  if (opset >= 1 && opset <= HIGHEST_READ_OPSET) return opset;
  throw new UnsupportedModelError({
    problem: `the model is in opset ${opset}, opsets up to ${HIGHEST_READ_OPSET} are read`,
    hint: `export the model again with opset ${HIGHEST_READ_OPSET}`,
  });
}

export function refuseUnsupportedParts({ irVersion, trainingInfo, graph }: ModelRecord): void {
  const version = Number(irVersion ?? 0);
  if (version > HIGHEST_READ_IR_VERSION) {
    const problem = `the model is in version ${version} of ONNX's file format, versions up to ${HIGHEST_READ_IR_VERSION} are read`;
    throw new UnsupportedModelError({ problem });
  }
  const parts = {
    "training graphs": trainingInfo,
    "sparse initializers": graph?.sparseInitializer,
    "quantization annotations": graph?.quantizationAnnotation,
  };
  for (const [name, isThere] of Object.entries(parts)) {
    if (isThere === true)
      throw new UnsupportedModelError({ problem: `the model has ${name}, which are not supported` });
  }
}

/** Every value is given once, and so is every name of a node; an input only where `isInput` says so. */
export function checkNames(graph: GraphRecord, isInput: (name: string) => boolean): void {
  const given = new Map<string, string>();
  const declare = (name: string | undefined, by: string): void => {
    if (!name) throw new InvalidOnnxError({ problem: `${by} has no name` });
    const before = given.get(name);
    if (before !== undefined)
      throw new InvalidOnnxError({ problem: `"${name}" is given twice, by ${before} and by ${by}` });
    given.set(name, by);
  };
  for (const { name } of graph.input ?? []) if (isInput(name ?? "")) declare(name, "an input");
  for (const { name } of graph.initializer ?? []) declare(name, "an initializer");
  const outputs = new Set<string>();
  for (const { name } of graph.output ?? []) {
    if (outputs.has(name ?? "")) throw new InvalidOnnxError({ problem: `"${name}" is an output twice` });
    outputs.add(name ?? "");
  }
  const nodeNames = new Set<string>();
  for (const { name, opType, output } of graph.node ?? []) {
    if (name && nodeNames.has(name)) throw new InvalidOnnxError({ problem: `two nodes are called "${name}"` });
    if (name) nodeNames.add(name);
    for (const value of output ?? []) if (value) declare(value, `node "${name || opType}"`);
  }
}
