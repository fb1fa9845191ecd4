/** What the page asks the worker that holds a model: making, evaluating and comparing take seconds for large ones. */
import type { Judgement } from "@linknet-kit/bench/judge";
import type { Cell, Count } from "@linknet-kit/results";
import type { InputValue, Tensors, Timing } from "@linknet-kit/runtimes";
import type { Comparison, Measurement } from "@linknet-kit/runtimes/measure";
import type { LoadedArtifact } from "@linknet-kit/browser/worker";
import type { ModelSource } from "./modelSource.js";
import type { OpenAxes } from "./openAxes.js";

/** What is known of a model once it is open. */
export interface ModelFacts {
  readonly inputs: readonly InputValue[];
  /** What its file says of them, in words, with the sizes that it leaves open. */
  readonly declared: readonly string[];
  /** That it can be had in: a model that was not understood stays in the one it has. */
  readonly formats: readonly LoadedArtifact["format"][];
  /** Absent where only a runtime can read the graph. */
  readonly count?: Count;
  /** Whether any of its numbers are of 16 bits or fewer, so that its outputs agree less closely. */
  readonly isHalf: boolean;
  /** Whether the evaluator makes its reference. */
  readonly isEvaluated: boolean;
  /** Whether its outputs depend on where maxima stood, so that rounding may move some of them. */
  readonly passesPositions: boolean;
}

export interface HashedArtifact {
  readonly artifact: LoadedArtifact;
  /** What it is fed: the model's own but for their types. */
  readonly inputs: readonly InputValue[];
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

interface Judged {
  readonly measurement: Omit<Measurement, "comparison">;
  /** Channels-first, as all outputs here. */
  readonly outputs: Tensors;
  readonly expected: Tensors;
  readonly reference: string;
  /** Of the model that was measured, which need not be the one that the reference is of. */
  readonly isHalf: boolean;
  readonly cell: Cell;
  readonly artifact: Pick<HashedArtifact, "bytes" | "sha256">;
  readonly timing: Timing;
}

export interface ModelQuestions {
  readonly open: {
    readonly question: { readonly source: ModelSource; readonly axes: OpenAxes };
    readonly answer: ModelFacts;
  };
  readonly prepare: {
    readonly question: { readonly format: LoadedArtifact["format"] };
    readonly answer: HashedArtifact;
  };
  readonly evaluate: { readonly question: { readonly inputs: Tensors }; readonly answer: Tensors };
  readonly compare: {
    readonly question: { readonly outputs: Tensors; readonly expected: Tensors };
    readonly answer: Comparison;
  };
  readonly judge: { readonly question: Judged; readonly answer: Judgement };
}
