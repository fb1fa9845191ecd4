/** Runtimes that are fakes, and a network that they can compute; for tests. */
import { type Model, buildGraph, float32, initialWeights, relu } from "@linknet-kit/core";
import { compiledModule } from "../compiledModule.js";
import type { Runtime } from "../runtime/runtime.js";

/** A row whose driver misbehaves in that way (`driver.test.fake.ts` has the ways); any other word is a driver that behaves. */
export function fakeRuntime(behaviour: string, pidFile?: string): Runtime {
  const url = compiledModule("fakes/driver.test.fake");
  url.hash = behaviour;
  if (pidFile !== undefined) url.searchParams.set("pid", pidFile);
  return { name: `fake/${behaviour}`, target: "onnxruntime", driver: url.href, remedy: "buy a fake" };
}

interface ReluRequest {
  readonly network: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly batch: number;
}

/** ReLU of an image in three channels. */
export function reluModel({ network, size, batch }: ReluRequest): Model {
  const image = { name: "image", type: float32(batch, 3, size.height, size.width) };
  return { graph: buildGraph(network, image, relu(), "logits"), weights: initialWeights(1) };
}
