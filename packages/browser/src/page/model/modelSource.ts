/** What a user can ask for: a network of this project, or a model in files that were dropped on the page. */
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";

export type ModelSource =
  | { readonly kind: "network"; readonly name: string }
  | { readonly kind: "onnx"; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "tfjs"; readonly name: string; readonly artifacts: ModelArtifacts };
