/** torchvision's networks as both exporters of PyTorch write them, without their weights: all are read, and counted as PyTorch counts them. */
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Graph, indexOf, isFloat, outputValues, summariseCost } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { readOnnx } from "../onnxFile.js";

const folder = new URL("../../../../fixtures/torchvision/", import.meta.url);
const macs = JSON.parse(await readFile(new URL("macs.json", folder), "utf8")) as Readonly<Record<string, number>>;
const files = (await readdir(folder)).filter((name) => name.endsWith(".gz"));

/**
 * What `torch.utils.flop_counter` does not see of ViT-B/16, whose attention is one call in PyTorch: in each of 12 layers the projection of
 * 197 tokens of 768 features to queries, keys and values, the products of those, and the projection of their result.
 */
const [layers, tokens, features] = [12, 197, 768];
const ofAttention =
  layers * (tokens * features * 3 * features + 2 * tokens * tokens * features + tokens * features ** 2);
const unseen: Readonly<Record<string, number>> = { vit_b16: ofAttention };

/** More than the weights of any of them, of which none is read. */
const WEIGHT_BYTES = 2 ** 29;

async function graphOf(file: string): Promise<Graph> {
  const temporary = await mkdtemp(join(tmpdir(), "torchvision-"));
  try {
    const path = join(temporary, file.replace(".gz", ""));
    await writeFile(path, gunzipSync(await readFile(new URL(file, folder))));
    const data = path.replace(/\.onnx$/, ".data");
    await writeFile(data, "");
    await truncate(data, WEIGHT_BYTES);
    return (await readOnnx(path)).graph;
  } finally {
    await rm(temporary, { recursive: true });
  }
}

test("There are fifteen, by two exporters each", () => {
  expect(files.length).toBe(2 * Object.keys(macs).length);
  expect(Object.keys(macs).length).toBe(15);
});

test.each(files)("%s costs what it does in PyTorch, and no arithmetic of sizes is left", async (file) => {
  const [network = ""] = file.split("-");
  const graph = await graphOf(file);
  expect(summariseCost(graph).macs).toBe(macs[network]! + (unseen[network] ?? 0));
  const read = graph.nodes.flatMap(outputValues).filter((value) => indexOf(graph).isRead(value));
  expect(read.filter(({ type }) => !isFloat(type.dtype))).toEqual([]);
});
