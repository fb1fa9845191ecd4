/** What the drivers in Node compute is what the reference computes: every network, and every case of an op that no other test has. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAbsent, scrambledWeights } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { AGREES, type RunModel, limitsOf, outcomeOf } from "@linknet-kit/runtimes/conformance";
import { seededInputs } from "@linknet-kit/runtimes/measure";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIMES_IN_NODE, runnerOf } from "./runtimes.test.fixture.js";

/** Sums of a few products, in another order. */
const CASE_TOLERANCE = 1e-5;
const NETWORK_TOLERANCE = 1e-4;
const MINUTE = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-runtimes-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each(RUNTIMES_IN_NODE)("%s", (name) => {
  let run: RunModel;
  beforeAll(async () => {
    run = await runnerOf(name, folder);
  });

  describe.each(realTimeNetworks.map((network) => network.name))("%s", (network) => {
    test.each([
      { width: 97, height: 65 },
      { width: 64, height: 32 },
    ])(
      "$width x $height",
      async (size) => {
        const graph = buildNetwork(network, { size, width: 0.25 });
        const model = { graph, weights: scrambledWeights(graph, 11) };
        expect(await outcomeOf(run, { model, inputs: seededInputs(graph.inputs, 1) }, NETWORK_TOLERANCE)).toBe(AGREES);
      },
      MINUTE,
    );
  });
});

/** The packages onnx and tfjs hold the other runtimes to every case. */
describe("onnxruntime-web/wasm", () => {
  const { cases } = limitsOf("onnxruntime-web/wasm");
  let run: RunModel;
  beforeAll(async () => {
    run = await runnerOf("onnxruntime-web/wasm", folder);
  });

  test.each(caseModels.filter(({ op }) => !isAbsent(op.onnx)))("$name", async (each) => {
    expect(await outcomeOf(run, each, CASE_TOLERANCE)).toContain(cases[each.name] ?? AGREES);
  });
});
