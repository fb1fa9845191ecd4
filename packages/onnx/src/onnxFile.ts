/** ONNX files: what is asked of one is answered from one reading of it. The file may be anything. */
import { dirname } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import type { LazyTensor, Model } from "@linknet-kit/core";
import { DEFAULT_BUDGET, type ReadBudget } from "./decode/budget.js";
import { decodeProto } from "./decode/decodeProto.js";
import { UnreadableOnnxError } from "./decode/errors.js";
import { readModelBytes } from "./decode/readModelBytes.js";
import type { ModelRecord } from "./decode/records.js";
import { type OnnxDescription, describeBytes } from "./describe/describeBytes.js";
import { valuesBetween } from "./describe/valuesBetween.js";
import { moduleScopes } from "./describe/moduleScopes.js";
import { checkExternalFiles, findExternalValues } from "./import/externalData.js";
import { initializersOf } from "./import/initializers.js";
import { type ImportOptions, importModel } from "./import/importModel.js";
import { wholeTypes } from "./import/importValue.js";
import { type ModelSurvey, surveyModel } from "./import/surveyModel.js";
import { type OnnxInventory, bytesBeside, recordsOf } from "./inspect.js";

/** A file that was read. What is wrong with its content is an `UnreadableOnnxError` of whoever asks for more than its bytes. */
export class OnnxFile {
  readonly #path: string;
  readonly #bytes: Uint8Array;
  readonly #budget: ReadBudget;
  #proto: ModelRecord | undefined;

  constructor(path: string, bytes: Uint8Array, budget: ReadBudget) {
    this.#path = path;
    this.#bytes = bytes;
    this.#budget = budget;
  }

  /**
   * The model; the files that hold its weights must lie in its folder. What is no model that can be run here is refused, with the name of
   * the node, tensor or value that is wrong, before more than the budget is spent. A weight that lies in another file is read each time
   * that it is asked for, so that those must stay for as long.
   */
  model(options: Omit<ImportOptions, "budget"> = {}): Model {
    const [path, budget] = [this.#path, this.#budget];
    return namingFile(path, () => {
      const proto = this.#decoded();
      const external = findExternalValues(proto.graph?.initializer ?? [], dirname(path), budget.tensorBytes);
      return namingWeights(path, importModel(proto, { ...options, budget }, external));
    });
  }

  /** Its nodes, each with why it cannot be read where it cannot; the model where all can. */
  survey(options: Omit<ImportOptions, "budget"> = {}): ModelSurvey {
    const [path, budget] = [this.#path, this.#budget];
    return namingFile(path, () => {
      const proto = this.#decoded();
      const external = findExternalValues(proto.graph?.initializer ?? [], dirname(path), budget.tensorBytes);
      const types = wholeTypes(valuesBetween(this.#bytes, budget));
      const { model, ...survey } = surveyModel(proto, { ...options, budget }, { external, types });
      return { ...survey, ...(model && { model: namingWeights(path, model) }) };
    });
  }

  /** Its initializers by their names, whatever the nodes are; each is read when it is asked for, as those of `model` are. */
  initializers(): ReadonlyMap<string, LazyTensor> {
    const [path, { tensorBytes }] = [this.#path, this.#budget];
    return namingFile(path, () => {
      const proto = this.#decoded();
      const external = findExternalValues(proto.graph?.initializer ?? [], dirname(path), tensorBytes);
      const tensors = initializersOf(proto, external, tensorBytes);
      const naming = (tensor: LazyTensor): LazyTensor => ({
        ...tensor,
        read: () => namingFile(path, () => tensor.read()),
      });
      return new Map([...tensors].map(([name, tensor]) => [name, naming(tensor)]));
    });
  }

  /** What a runtime is fed and asked for; files beside it are named only after they have been looked at. */
  describe(): OnnxDescription {
    return namingFile(this.#path, () => {
      const { tensors, ...description } = describeBytes(this.#bytes, this.#budget);
      return { ...description, externalFiles: checkExternalFiles(tensors, dirname(this.#path)) };
    });
  }

  /** In which modules its nodes stood where the file says so, as PyTorch writes it. */
  scopes(): ReadonlyMap<string, readonly string[]> {
    return namingFile(this.#path, () => moduleScopes(this.#bytes, this.#budget));
  }

  /** Its records alone; the model need not be one that can be run here. */
  async inspect(): Promise<OnnxInventory> {
    const records = namingFile(this.#path, () => recordsOf(this.#decoded()));
    return { fileBytes: this.#bytes.length + (await bytesBeside(this.#path, records.dataFiles)), ...records };
  }

  #decoded(): ModelRecord {
    return (this.#proto ??= decodeProto(this.#bytes, this.#budget));
  }
}

/** Reads the file's bytes; rejects where there is none, where it is larger than the budget, or where its first byte is no model's. */
export async function openOnnxFile(path: string, budget: Partial<ReadBudget> = {}): Promise<OnnxFile> {
  const limits = { ...DEFAULT_BUDGET, ...budget };
  return new OnnxFile(path, await readModelBytes(path, limits.fileBytes), limits);
}

/** The model of a file of which nothing else is asked. */
export async function readOnnx(path: string, { budget, ...options }: ImportOptions = {}): Promise<Model> {
  return (await openOnnxFile(path, budget)).model(options);
}

/** The description of a file of which nothing else is asked. */
export async function describeOnnx(path: string, budget: Partial<ReadBudget> = {}): Promise<OnnxDescription> {
  return (await openOnnxFile(path, budget)).describe();
}

/** The records of a file of which nothing else is asked. */
export async function inspectOnnx(path: string): Promise<OnnxInventory> {
  return await (await openOnnxFile(path)).inspect();
}

function namingWeights(path: string, { graph, weights }: Model): Model {
  return { graph, weights: { get: (parameter) => namingFile(path, () => weights.get(parameter)) } };
}

/** Errors say which file they are of. */
function namingFile<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    // A choice of the caller's is no fault of the file.
    throw cause instanceof LinknetError && !(cause instanceof UsageError)
      ? new UnreadableOnnxError({ path, cause })
      : cause;
  }
}
