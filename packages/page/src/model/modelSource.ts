/** What a user can ask for: a network of this project, or a model in files that were dropped on the page. */
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";
import type { FileBeside } from "@linknet-kit/browser/worker";

export type ModelSource = { readonly kind: "network"; readonly name: string } | OnnxSource | TfjsSource;

export interface OnnxSource {
  readonly kind: "onnx";
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The files with weights of it. */
  readonly beside?: readonly FileBeside[];
}

export interface TfjsSource {
  readonly kind: "tfjs";
  readonly name: string;
  readonly artifacts: ModelArtifacts;
  /** The same model as it was given beside this one, to compare with. */
  readonly reference?: OnnxSource;
}
