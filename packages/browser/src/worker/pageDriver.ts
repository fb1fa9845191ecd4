/** What a runtime is in a worker: the same as a `Driver` of bench, but for what it loads, which is in memory. */
import type { Device, LoadOptions, NodePlacement, Session, Tensors } from "@linknet-kit/runtimes";
import type { Loaded, LoadedArtifact, OnnxArtifact } from "./protocol.js";

export interface PageDriver {
  probe(): Promise<Device>;
  load(artifact: LoadedArtifact, options: LoadOptions): Promise<PageSession>;
  place?(artifact: LoadedArtifact, inputs: Tensors, options: LoadOptions): Promise<NodePlacement>;
}

export interface PageSession extends Pick<Loaded, "inputs" | "inputsProblem"> {
  readonly session: Session;
}

/** Throws where the artifact is of another format. */
export function onnxOf(artifact: LoadedArtifact): OnnxArtifact {
  if (artifact.format !== "onnx") throw new Error("ONNX Runtime loads ONNX files, not tfjs graph models");
  return artifact;
}

/** The address of a folder of the site: the build puts the binaries of runtimes there, and workers into `assets` beside them. */
export function siteFolder(name: string): string {
  return new URL(`../${name}/`, location.href).href;
}

/** Without isolation from other origins there is no memory for threads to share. */
export function availableThreads(): number {
  return crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}
