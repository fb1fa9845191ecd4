/** What keeps bytes from being read as ONNX. */
import { LinknetError } from "@linknet-kit/base";

/** The bytes are no ONNX model: cut off, changed, or something else altogether. */
export class DamagedOnnxError extends LinknetError {
  readonly code = "DAMAGED_ONNX";

  constructor(data: { readonly problem: string; readonly cause?: unknown }) {
    super(`this is no complete ONNX model: ${data.problem}`, {
      hint: "check that the file is an ONNX model and was transferred whole",
      cause: data.cause,
    });
  }
}

/** The model asks for more than is taken in from a file. */
export class OnnxBudgetError extends LinknetError {
  readonly code = "ONNX_BUDGET";

  constructor(data: { readonly what: string; readonly limit: number }) {
    super(`the model has more than ${data.limit} ${data.what}`, {
      hint: "if you trust the file, raise this limit of the reader",
    });
  }
}

/** A file that could not be made a model; `cause` says why, and the message repeats it with the file's path. */
export class UnreadableOnnxError extends LinknetError {
  readonly code = "UNREADABLE_ONNX";

  constructor(data: { readonly path: string; readonly cause: LinknetError }) {
    super(`${data.path}: ${data.cause.message}`, { hint: data.cause.hint, cause: data.cause });
  }
}
