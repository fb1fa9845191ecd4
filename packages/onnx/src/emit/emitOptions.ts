/** Apart from what knows ONNX's records, whose types a user of these options need not have. */
import type { OnNode, OnRewrite } from "@linknet-kit/core";

export interface EmitOptions {
  /** From 11 to 21; the target's own where it is not given. */
  readonly opset?: number | undefined;
  /** Lets the file run any batch; the model must be one of batch 1. */
  readonly dynamicBatch?: boolean | undefined;
  /** The name of one of `onnxTargets`; `onnxruntime` where it is not given. */
  readonly target?: string | undefined;
  /** Whether values between the nodes stand in the file with their types, as they do unless told; readers find these by themselves. */
  readonly valueTypes?: boolean | undefined;
  /** Told what each rewrite for the target changed. */
  readonly onRewrite?: OnRewrite | undefined;
  /** Told of each node that is written. */
  readonly onNode?: OnNode | undefined;
}
