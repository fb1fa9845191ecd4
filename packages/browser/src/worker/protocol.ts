/** What a page asks the worker that runs a model for it; `workerCalls.ts` carries it. */
import type {
  Device,
  InputValue,
  LoadOptions,
  LoadTimes,
  NodePlacement,
  Session,
  Tensors,
  Timed,
  Timing,
} from "@linknet-kit/runtimes";
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";

export { type BrowserRuntimeName, browserRuntimeNames } from "@linknet-kit/runtimes/measure";

/** A file with values of a model's tensors, under the path that the model knows it by. */
export interface FileBeside {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a runtime loads: the bytes of an ONNX file, or a tfjs graph model in memory. */
export type LoadedArtifact = OnnxArtifact | { readonly format: "tfjs"; readonly artifacts: ModelArtifacts };

export interface OnnxArtifact {
  readonly format: "onnx";
  readonly bytes: Uint8Array;
  readonly beside?: readonly FileBeside[];
}

/** What is known of a loaded model. */
export interface Loaded extends Pick<Session, "device" | "threads" | "layout"> {
  readonly loadTimes: LoadTimes;
  /** With images channels-first whatever its `layout`; absent where the runtime does not tell, as ONNX Runtime's WebGL. */
  readonly inputs?: readonly InputValue[];
  /** Why the inputs are not known, where the runtime does tell. */
  readonly inputsProblem?: string;
}

/** Inputs and outputs are in the order of the session's `layout`. */
export interface Questions {
  readonly probe: { readonly question: {}; readonly answer: Device };
  readonly load: {
    readonly question: { readonly artifact: LoadedArtifact; readonly options: LoadOptions };
    readonly answer: Loaded;
  };
  readonly run: { readonly question: { readonly inputs: Tensors }; readonly answer: Tensors };
  readonly measure: {
    readonly question: { readonly inputs: Tensors; readonly timing: Timing };
    readonly answer: Timed;
  };
  readonly place: { readonly question: { readonly inputs: Tensors }; readonly answer: NodePlacement | undefined };
}
