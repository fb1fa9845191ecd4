/** What can be wrong with a tfjs artifact, beside files that are missing or cannot be read. */
import { LinknetError } from "@linknet-kit/base";

/** A `model.json` that is no JSON, or whose contents are not those of a graph model. */
export class DamagedTfjsError extends LinknetError {
  readonly code = "DAMAGED_TFJS";

  constructor(data: { readonly problem: string; readonly cause?: unknown }) {
    super(`this is no tfjs graph model that can be read: ${data.problem}`, {
      hint: "export it again, or fetch it again: a file may have been cut off",
      cause: data.cause,
    });
  }
}

/** A tfjs model of another kind. */
export class NotGraphModelError extends LinknetError {
  readonly code = "NOT_GRAPH_MODEL";

  constructor(data: { readonly format: string }) {
    super(`this is a tfjs model of the format "${data.format}", not a graph model`, {
      hint: "convert it with tensorflowjs_converter to tfjs_graph_model",
    });
  }
}

/** Shards whose bytes are not as many as the weights need. */
export class ShardError extends LinknetError {
  readonly code = "SHARD";

  constructor(data: { readonly shards: readonly string[]; readonly bytes: number; readonly expected: number }) {
    const [first = "", ...more] = data.shards;
    const last = more.at(-1);
    const names = last === undefined ? `"${first}" has` : `"${first}" to "${last}" have`;
    super(`${names} ${data.bytes} bytes, and the weights take ${data.expected}`, {
      hint: "export the model again, or fetch its shards again: one may have been cut off",
    });
  }
}

/** The model at `path` cannot be read; `cause` says why, and the message repeats it. */
export class UnreadableTfjsError extends LinknetError {
  readonly code = "UNREADABLE_TFJS";

  constructor(data: { readonly path: string; readonly cause: LinknetError }) {
    super(`${data.path}: ${data.cause.message}`, { hint: data.cause.hint, cause: data.cause });
  }
}

/** A file that asks for more than readers here give. */
export class TfjsBudgetError extends LinknetError {
  readonly code = "TFJS_BUDGET";

  constructor(data: { readonly what: string; readonly limit: number }) {
    super(`the model has more than ${data.limit} ${data.what}`);
  }
}
