/** What of a model can be read, node by node: every node that cannot is found in one go, where importing ends at the first. */
import { LinknetError } from "@linknet-kit/base";
import { InvalidNodeError, type LazyTensor, type Model, type RefusalCode, type TensorType } from "@linknet-kit/core";
import type { ModelRecord, NodeRecord, ValueRecord } from "../decode/records.js";
import { DynamicShapeError, InvalidTensorError, OnnxNodeError } from "./errors.js";
import { importAttributes } from "./importNode.js";
import type { GraphImporter } from "./graphImporter.js";
import { type ImportOptions, beginImport, checkedGraph } from "./importModel.js";
import type { InlinedNode } from "./inlinedNode.js";
import type { ExternalValues } from "./importTensor.js";
import { importInputTypes } from "./importValue.js";
import { type OperatorReading, nameOf, operatorOf, readingOf } from "./operators.js";

/** A node as it stands in the file. */
export interface SurveyedNode {
  /** Its own name, or its first output's where it has none. */
  readonly name: string;
  /** `Relu`, or `com.microsoft::FusedConv` outside ONNX's own domain. */
  readonly operator: string;
  readonly outputs: readonly string[];
  /** Why it cannot be read. */
  readonly refusal?: { readonly code: RefusalCode; readonly reason: string };
  /** What needs the results of one that cannot be read is looked at without its operands; this is that node. */
  readonly behind?: string;
}

export interface ModelSurvey {
  readonly nodes: readonly SurveyedNode[];
  /** Where every node can be read. */
  readonly model?: Model;
  /** What is to be done about sizes that are open. */
  readonly openSizes?: LinknetError;
}

export interface SurveySources {
  readonly external: ExternalValues;
  /** Types of values between nodes, as far as the file tells: with them what follows a node can be read that itself cannot. */
  readonly types: ReadonlyMap<string, TensorType>;
}

/** What is wrong with the model whatever its nodes are is an error, as in `importModel`. */
export function surveyModel(proto: ModelRecord, options: ImportOptions, sources: SurveySources): ModelSurvey {
  const graph = checkedGraph(proto, options.budget);
  const { importer, fed, initializers } = beginImport(graph, options, sources.external);
  const surveyor = new Surveyor(importer, sources.types);
  const openSizes = surveyor.feed(fed, options);
  for (const [name, read] of initializers) surveyor.initializer(name, read);
  for (const node of graph.node) surveyor.node(node);
  const { nodes, isWhole } = surveyor;
  return { nodes, ...(openSizes && { openSizes }), ...(isWhole && !openSizes && { model: importer.finish() }) };
}

/** Why a value is not known: what to say of nodes that read it. */
type Gap = Pick<SurveyedNode, "refusal" | "behind">;

class Surveyor {
  readonly nodes: SurveyedNode[] = [];
  readonly #importer: GraphImporter;
  readonly #types: ReadonlyMap<string, TensorType>;
  /** By the value's name. */
  readonly #gaps = new Map<string, Gap>();
  /** Places of nodes, by name. */
  readonly #places = new Map<string, number>();

  constructor(importer: GraphImporter, types: ReadonlyMap<string, TensorType>) {
    this.#importer = importer;
    this.#types = types;
  }

  get isWhole(): boolean {
    return this.nodes.every(({ refusal, behind }) => refusal === undefined && behind === undefined);
  }

  /** The error about open sizes, if some are open; then those inputs are gaps. */
  feed(fed: readonly ValueRecord[], options: ImportOptions): LinknetError | undefined {
    try {
      for (const [name, type] of importInputTypes(fed, options)) this.#importer.input(name, type);
      return undefined;
    } catch (error) {
      if (!isAboutOpenSizes(error)) throw error;
      for (const input of fed) this.#feedOpen(input);
      return error;
    }
  }

  #feedOpen(input: ValueRecord): void {
    const { name = "" } = input;
    try {
      for (const [, type] of importInputTypes([input], {})) this.#importer.input(name, type);
    } catch (error) {
      if (!(error instanceof DynamicShapeError)) throw error;
      const shape = error.shape?.join(" x ") ?? "unknown";
      const reason = `reads the input "${name}", whose shape is open: ${shape}`;
      this.#gaps.set(name, { refusal: { code: "dynamic_shape", reason } });
    }
  }

  initializer(name: string, read: () => LazyTensor): void {
    try {
      this.#importer.initializer(name, read());
    } catch (error) {
      if (!(error instanceof InvalidTensorError)) throw error;
      this.#gaps.set(name, { refusal: { code: "unsupported_op", reason: `reads a ${error.message}` } });
    }
  }

  node(proto: InlinedNode): void {
    const found = this.#look(proto);
    const outputs = (proto.output ?? []).filter((each) => each !== "");
    const name = nameOf(proto);
    this.#places.set(name, this.nodes.length);
    this.nodes.push({ name, operator: operatorOf(proto), outputs, ...found });
    if (found.refusal === undefined && found.behind === undefined) return;
    for (const output of outputs) this.#leaveOut(output, found.behind ?? name);
  }

  #look(proto: InlinedNode): Gap {
    const gaps = (proto.input ?? []).flatMap((each) => this.#gaps.get(each) ?? []);
    try {
      const reading = readingOf(proto);
      if (gaps.length === 0) this.#importer.node(proto, reading);
      else this.#lookAtAttributes(proto, reading);
    } catch (error) {
      return this.#refusedFor(error, proto);
    }
    return gaps.find(({ refusal }) => refusal !== undefined) ?? gaps[0] ?? {};
  }

  /** Without operands nothing else can be looked at. */
  #lookAtAttributes(proto: NodeRecord, reading: OperatorReading | undefined): void {
    const forms = [reading?.expansion, reading?.single?.form].filter((form) => form !== undefined);
    const attributes = proto.attribute ?? [];
    const tensorOf = this.#importer.tensorOf.bind(this.#importer);
    const errors = forms.flatMap((form) => {
      try {
        importAttributes(nameOf(proto), attributes, form, { tensorOf });
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (errors.length > 0 && errors.length === forms.length) throw errors.at(-1);
  }

  #refusedFor(error: unknown, proto: NodeRecord): Gap {
    if (error instanceof InvalidTensorError) {
      return { refusal: { code: "unsupported_op", reason: error.message } };
    }
    if (error instanceof InvalidNodeError) {
      const { message: reason } = error.cause instanceof LinknetError ? error.cause : error;
      return { refusal: { code: "unsupported_op", reason } };
    }
    if (!(error instanceof OnnxNodeError)) throw error;
    const { node, problem: reason, why: code } = error;
    const place = this.#places.get(node);
    if (place === undefined || node === nameOf(proto)) return { refusal: { code, reason } };
    // An output that the op of an earlier node does not have is missed by who reads it.
    this.nodes[place] = { ...this.nodes[place]!, refusal: { code, reason } };
    return { behind: node };
  }

  #leaveOut(output: string, node: string): void {
    const type = this.#types.get(output);
    if (type === undefined) this.#gaps.set(output, { behind: node });
    else this.#importer.input(output, type);
  }
}

/** Also where the caller chooses the sizes, and says so in words of its own. */
function isAboutOpenSizes(error: unknown): error is LinknetError {
  return error instanceof DynamicShapeError || (error instanceof LinknetError && error.code === "OPEN_SIZE");
}
