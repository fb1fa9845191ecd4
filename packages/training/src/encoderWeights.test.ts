import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialWeights } from "@linknet-kit/core";
import { writeSafetensors } from "@linknet-kit/weights";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encoderWeights } from "./encoderWeights.js";
import { smallModel } from "./pytorch.test.fixture.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "encoder-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const { graph, weights } = smallModel();
const isEncoder = (name: string): boolean => name.startsWith("conv2d/") || name.startsWith("batchNorm/");

async function fileOf(parameters: typeof graph.parameters, given = weights): Promise<string> {
  const path = join(folder, "encoder.safetensors");
  await writeSafetensors({ graph: { ...graph, parameters }, weights: given }, path);
  return path;
}

test("An encoder's file begins the encoder, and a seed the rest", async () => {
  const path = await fileOf(graph.parameters.filter(({ name }) => isEncoder(name)));
  const begun = await encoderWeights(path, graph, { seed: 3 });
  expect(begun.drawn).toEqual(["conv2d2/weight", "conv2d2/bias"]);
  for (const each of graph.parameters) {
    const from = isEncoder(each.name) ? weights : initialWeights(3);
    expect(begun.weights.get(each)).toEqual(from.get(each));
  }
});

test("A file without weights for the network is refused, as is one with others", async () => {
  await expect(encoderWeights(await fileOf([]), graph)).rejects.toThrow("has no weights for small");
  const strange = { ...graph.parameters[0]!, name: "strange" };
  const path = await fileOf([strange], initialWeights(0));
  await expect(encoderWeights(path, graph)).rejects.toThrow('1 unknown to the network:\n    "strange"');
});
