/** What keeps a well-formed ONNX model from becoming a graph here. */
import { LinknetError } from "@linknet-kit/base";
import { InvalidNodeError, type RefusalCode } from "@linknet-kit/core";
import { kindOf } from "./kindsOfOperators.js";

/** The records contradict each other: names that are given twice or never, nodes out of order, types that do not fit. */
export class InvalidOnnxError extends LinknetError {
  readonly code = "INVALID_ONNX";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}

/** A part of ONNX that models here do not have: functions, training, sparse tensors, opsets outside the known. */
export class UnsupportedModelError extends LinknetError {
  readonly code = "UNSUPPORTED_MODEL";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}

/** So many nodes of an operator are named. */
const NAMED_NODES = 3;
/** Operators that it names; hostile files have one a node. */
const NAMED_OPERATORS = 40;

/** Every operator of the model that is not in the table, at once, with the nodes that are of it. */
export class UnsupportedOpsError extends LinknetError {
  readonly code = "UNSUPPORTED_OPS";
  /** Those that no op here stands for. */
  readonly operators: readonly string[];

  constructor(data: {
    /** Names of nodes by operator. */
    readonly nodes: ReadonlyMap<string, readonly string[]>;
    readonly supported: readonly string[];
  }) {
    const list = [...data.nodes].map(([type, names]) => {
      const told = names.slice(0, NAMED_NODES).map((name) => `"${name}"`);
      const more = names.length > NAMED_NODES ? ` and ${names.length - NAMED_NODES} more` : "";
      const kind = kindOf(type);
      return `${type}${kind === undefined ? "" : `, ${kind}`} (${names.length === 1 ? "" : `${names.length} times: `}${told.join(", ")}${more})`;
    });
    const shown = list.slice(0, NAMED_OPERATORS);
    if (list.length > shown.length) shown.push(`and ${list.length - shown.length} other operators`);
    super(`the model has operators that are not supported: ${shown.join(", ")}`, {
      hint: `supported are ${data.supported.join(", ")}`,
    });
    this.operators = [...data.nodes.keys()];
  }
}

/** A node that is wrong, or in a form that is not supported. */
export class OnnxNodeError extends LinknetError {
  readonly code = "ONNX_NODE";
  readonly node: string;
  readonly problem: string;
  /** Why it is not read; where nobody says, a form that does not fit its op is one that there is not. */
  readonly why: RefusalCode;

  constructor(data: {
    readonly node: string;
    readonly problem: string;
    readonly cause?: unknown;
    readonly why?: RefusalCode;
  }) {
    super(`node "${data.node}": ${data.problem}`, { cause: data.cause });
    this.node = data.node;
    this.problem = data.problem;
    this.why = data.why ?? (data.cause instanceof InvalidNodeError ? "unsupported_op" : "unsupported_attribute");
  }
}

/** A tensor whose values do not fit its type, or whose type is not supported. */
export class InvalidTensorError extends LinknetError {
  readonly code = "INVALID_TENSOR";

  constructor(data: { readonly tensor: string; readonly problem: string; readonly cause?: unknown }) {
    super(`tensor "${data.tensor}" ${data.problem}`, { cause: data.cause });
  }
}

/** A size that the file leaves open and that was not given. */
export class DynamicShapeError extends LinknetError {
  readonly code = "DYNAMIC_SHAPE";
  readonly input: string;
  /** As far as the file has one. */
  readonly shape: readonly (string | number)[] | undefined;

  constructor(data: { readonly input: string; readonly shape: readonly (string | number)[] | undefined }) {
    const shape = data.shape === undefined ? "a shape of any rank" : `the shape ${data.shape.join(" x ")}`;
    super(`input "${data.input}" has ${shape}, and only the batch may stay open`, {
      hint: `give its shape as inputShapes: { "${data.input}": [1, 3, height, width] }`,
    });
    this.input = data.input;
    this.shape = data.shape;
  }
}
