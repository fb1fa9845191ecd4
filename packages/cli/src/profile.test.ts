/** Profiles of whole networks on the runtimes that have them: what is there is checked, not how long it took. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSuite, runSuite } from "@linknet-kit/bench";
import { countCost, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import type { Profile, Result } from "@linknet-kit/results";
import { readResultFile } from "@linknet-kit/results/files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const networks = ["linknet", "enet", "segnet"];
const runtimes = ["onnxruntime-node/cpu", "tfjs/wasm"];
const size = { width: 64, height: 32 };
const build = (network: string) => buildNetwork(network, { size, batch: 1, classes: 5, width: 0.25 });

let folder: string;
let results: readonly Result[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "profile-"));
  const path = join(folder, "result.json");
  await runSuite({
    plan: planSuite({ networks, sizes: [size], threads: [1], budgetSeconds: 0.5, runtimes }),
    path,
    modelOf: ({ network }) => {
      const graph = build(network);
      return { graph, weights: scrambledWeights(graph, 1) };
    },
    profile: true,
    git: { revision: "abc", dirty: false },
  });
  ({ results } = await readResultFile(path));
}, 180_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function profileOf(network: string, runtime: string): Profile {
  const found = results.find((result) => result.network === network && result.runtime === runtime)?.profile;
  if (found === undefined || "reason" in found) throw new Error(found?.reason ?? "there is no profile");
  return found;
}

const cells = networks.flatMap((network) => runtimes.map((runtime) => ({ network, runtime })));

describe.each(cells)("The profile of $network on $runtime", ({ network, runtime }) => {
  test("has every layer once: in a row, or among those that do nothing in inference", () => {
    const { rows, withoutKernel } = profileOf(network, runtime);
    const names = build(network).nodes.map(({ name }) => name);
    expect([...rows.flatMap(({ layers }) => layers), ...withoutKernel].toSorted()).toEqual(names.toSorted());
    const dropouts = build(network).nodes.filter(({ op }) => op.name === "dropout2d");
    expect(withoutKernel).toEqual(dropouts.map(({ name }) => name));
  });

  test("has the network's multiply-accumulates, and never two convolutions in a row", () => {
    const { rows } = profileOf(network, runtime);
    const { macs, layers } = countCost(build(network));
    expect(rows.reduce((sum, row) => sum + row.macs, 0)).toBe(macs);
    const computing = new Set(layers.filter((layer) => layer.macs > 0).map(({ name }) => name));
    expect(rows.filter((row) => row.layers.filter((name) => computing.has(name)).length > 1)).toEqual([]);
  });

  test("attributes all that ran: what is in no layer only moves values", () => {
    const { rows } = profileOf(network, runtime);
    const apart = rows.filter(({ kind }) => kind !== "layers");
    expect(apart.filter(({ kind }) => kind === "unattributed")).toEqual([]);
    expect(apart.flatMap(({ kernels }) => kernels).filter((kernel) => !/^Reorder(In|Out)put$/.test(kernel))).toEqual(
      [],
    );
  });
});

test("ONNX Runtime's fused convolutions hold their batch norm as folded, their sum and their ReLU", () => {
  const { rows } = profileOf("linknet", "onnxruntime-node/cpu");
  const path = "encoder1/block2";
  const row = rows.find(({ layers }) => layers.includes(`${path}/conv2/conv2d`))!;
  expect(row.layers).toContain(`${path}/conv2/batchNorm`);
  expect(row.folded).toEqual([`${path}/conv2/batchNorm`]);
});
