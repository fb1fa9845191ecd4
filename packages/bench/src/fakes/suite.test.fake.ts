/** Runtimes that are fakes, and a network that they can compute; for tests. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type Model, buildGraph, float32, initialWeights, relu } from "@linknet-kit/core";
import type { Runtime } from "@linknet-kit/runtimes";
import type { ModelRequest } from "../cell/artifacts.js";

/** Where the package of runtimes was built, which is where child processes take their drivers from. */
export const RUNTIMES = pathToFileURL(createRequire(import.meta.url).resolve("@linknet-kit/runtimes"));

/** A row whose driver misbehaves in that way (`driver.test.fake.ts` there has the ways); any other word is a driver that behaves. */
export function fakeRuntime(behaviour: string, pidFile?: string): Runtime {
  const url = new URL("fakes/driver.test.fake.js", RUNTIMES);
  url.hash = behaviour;
  if (pidFile !== undefined) url.searchParams.set("pid", pidFile);
  return { name: `fake/${behaviour}`, target: "onnxruntime", driver: url.href, remedy: "buy a fake" };
}

/** ReLU of an image in three channels. */
export function reluModel({ network, size, batch }: ModelRequest): Model {
  const image = { name: "image", type: float32(batch, 3, size.height, size.width) };
  return { graph: buildGraph(network, image, relu(), "logits"), weights: initialWeights(1) };
}
