/** What a user can ask for: a network of this project, trained or not, or a model in files that were dropped on the page. */
import type { Recipe } from "@linknet-kit/accuracy/recipe";
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";
import type { FileBeside } from "@linknet-kit/browser/worker";

export type ModelSource = { readonly kind: "network"; readonly name: string } | TrainedSource | OnnxSource | TfjsSource;

/** A network of this project with weights that were trained. */
export interface TrainedSource {
  readonly kind: "trained";
  readonly name: string;
  readonly recipe: Recipe;
  /** A safetensors file. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

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
