/** Why a model is not converted. */
import { LinknetError, type LinknetErrorOptions, UsageError } from "@linknet-kit/base";
import type { ArtifactCoverage, Conversion } from "./convertFile.js";
import type { CoveredNode } from "./coverage.js";
import type { Parity } from "./parity.js";

/** So many nodes are told of each artifact. */
const TOLD = 10;

/** Nodes that cannot be read or that a target does not have, each with its code and its reason. */
export class ConversionRefusedError extends LinknetError {
  readonly code = "CONVERSION_REFUSED";
  readonly coverage: readonly ArtifactCoverage[];

  constructor(data: {
    readonly path: string;
    readonly coverage: readonly ArtifactCoverage[];
    readonly cause?: unknown;
  }) {
    const refused = data.coverage.filter(({ counts }) => (counts.refused ?? 0) > 0);
    const options: LinknetErrorOptions = {
      details: refused.flatMap(describeRefused),
      hint: "nothing was written; --json has every node with its code and reason",
      cause: data.cause,
    };
    const names = refused.map(({ target }) => target ?? "any target");
    super(`${data.path} cannot be converted for ${names.join(", ")}`, options);
    this.coverage = data.coverage;
  }
}

/** Sizes that the file leaves open and that were not given; the nodes that read them are told too. */
export class OpenConversionError extends UsageError {
  readonly code = "OPEN_SIZE";
  readonly coverage: readonly ArtifactCoverage[];

  constructor(data: { readonly cause: LinknetError; readonly coverage: readonly ArtifactCoverage[] }) {
    const { cause, coverage } = data;
    super(cause.summary, { hint: cause.hint, details: cause.details, cause });
    this.coverage = coverage;
  }
}

function describeRefused({ target, nodes, counts }: ArtifactCoverage): readonly string[] {
  const refused = nodes.filter(({ fate }) => fate === "refused");
  const told = refused.slice(0, TOLD).map(describeNode);
  const more = refused.length > TOLD ? [`  ... and ${refused.length - TOLD} more`] : [];
  const behind = counts.behind === undefined ? [] : [`  ${counts.behind} more nodes need what those give`];
  const head = `${target ?? "cannot be read"}: ${refused.length} of ${nodes.length} nodes`;
  return [head, ...told, ...more, ...behind];
}

function describeNode({ node, operator, code, reason }: CoveredNode): string {
  return `  ${node} (${operator}): ${code}: ${reason}`;
}

/** What was made computes something else. */
export class ConversionDiffersError extends LinknetError {
  readonly code = "CONVERSION_DIFFERS";
  readonly conversion: Omit<Conversion, "artifacts" | "report">;
  readonly parity: Parity;

  constructor(data: { readonly path: string; readonly conversion: Omit<Conversion, "artifacts" | "report"> }) {
    const { parity } = data.conversion;
    const failed = parity.runs.filter(({ status }) => status === "failed");
    const tolerance = failed.some(({ outputs }) => outputs !== undefined) ? " --tolerance allows more, and" : "";
    super(`what was made of ${data.path} does not compute the same`, {
      details: failed.map(describeRun),
      hint: `nothing was written;${tolerance} --json has all figures`,
    });
    this.conversion = data.conversion;
    this.parity = parity;
  }
}

function describeRun({ artifact, runtime, reason, outputs = [], firstDivergence }: Parity["runs"][number]): string {
  const wrong = outputs.filter(({ passed }) => !passed);
  const errors = wrong.map(({ name, relativeError }) => `"${name}" by ${relativeError.toExponential(1)}`).join(", ");
  const first = firstDivergence === undefined ? "" : `; the first layer that differs is ${firstDivergence}`;
  return `${artifact} on ${runtime}: ${reason ?? errors}${first}`;
}
