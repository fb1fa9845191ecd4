/** What is wrong with a graph, a tensor or what is fed to one. */
import { LinknetError } from "@linknet-kit/base";

/** A node that cannot be built: its inputs' types or its attributes do not fit its op. */
export class InvalidNodeError extends LinknetError {
  readonly code = "INVALID_NODE";

  constructor(data: { problem: string; path?: string; hint?: string; cause?: unknown }) {
    super(data.path === undefined ? data.problem : `${data.path}: ${data.problem}`, data);
  }
}

/** An attribute whose value is not of its kind or out of its range. */
export class InvalidAttributeError extends LinknetError {
  readonly code = "INVALID_ATTRIBUTE";

  constructor(data: { attribute: string; given: unknown; expected: string }) {
    super(`attribute "${data.attribute}" is ${describe(data.given)}, expected ${data.expected}`);
  }
}

/** An attribute that the op or layer does not have. */
export class UnknownAttributeError extends LinknetError {
  readonly code = "UNKNOWN_ATTRIBUTE";

  constructor(data: { attribute: string; known: readonly string[]; nearest: string | undefined }) {
    const known = data.known.length === 0 ? "there are none" : `there are ${data.known.join(", ")}`;
    super(`there is no attribute "${data.attribute}"; ${known}`, {
      hint: data.nearest === undefined ? undefined : `did you mean "${data.nearest}"?`,
    });
  }
}

/** A tensor too large for any runtime to address; raised before memory is touched. */
export class TensorTooLargeError extends LinknetError {
  readonly code = "TENSOR_TOO_LARGE";

  constructor(data: { name: string; shape: readonly number[]; limit: number }) {
    super(`"${data.name}" of shape ${data.shape.join("x")} has more than ${data.limit} elements`, {
      hint: "choose a smaller image, batch or width",
    });
  }
}

/** More nodes than any network has, as a rewrite of a stranger's graph may make of few; raised before memory is touched. */
export class GraphTooLargeError extends LinknetError {
  readonly code = "GRAPH_TOO_LARGE";

  constructor(data: { graph: string; limit: number }) {
    super(`the graph "${data.graph}" has, or becomes when it is rewritten, more than ${data.limit} nodes`, {
      hint: "choose another format or target, which may need no rewriting",
    });
  }
}

/** A weight that is missing, or whose shape or data type is not what the graph declares. */
export class InvalidWeightError extends LinknetError {
  readonly code = "INVALID_WEIGHT";

  constructor(data: { name: string; problem: string }) {
    super(`weight "${data.name}" ${data.problem}`);
  }
}

/** An input of a graph that was not given, or is not of the declared type. */
export class InvalidInputError extends LinknetError {
  readonly code = "INVALID_INPUT";

  constructor(data: { name: string; problem: string }) {
    super(`input "${data.name}" ${data.problem}`);
  }
}

/** Numbers as JavaScript writes them, since JSON has no NaN, everything else as JSON. */
function describe(given: unknown): string {
  if (typeof given === "number") return String(given);
  return JSON.stringify(given, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each)) ?? "undefined";
}
