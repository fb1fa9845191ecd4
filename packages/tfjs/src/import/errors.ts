/** What a graph model can say that is not read here. */
import { LinknetError } from "@linknet-kit/base";

/** Every operation of the model that nothing here reads, with the nodes. */
export class UnsupportedTfjsOpsError extends LinknetError {
  readonly code = "UNSUPPORTED_TFJS_OPS";

  constructor(data: { readonly nodes: ReadonlyMap<string, readonly string[]>; readonly supported: readonly string[] }) {
    const all = [...data.nodes].map(
      ([op, names]) =>
        `${op} (${names
          .slice(0, 3)
          .map((name) => `"${name}"`)
          .join(", ")})`,
    );
    super(`operations that are not read: ${all.join("; ")}`, {
      details: [`read are ${data.supported.join(", ")}`],
      hint: "verify and bench take the model all the same: its runtime knows what they compute",
    });
  }
}

/** One node that cannot be read, or says what is not meant. */
export class TfjsNodeError extends LinknetError {
  readonly code = "TFJS_NODE";

  constructor(data: { readonly node: string; readonly problem: string; readonly cause?: unknown }) {
    super(`node "${data.node}": ${data.problem}`, { cause: data.cause });
  }
}
