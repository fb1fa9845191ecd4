/** Every network, as it is emitted for tfjs, gives in the stock tfjs what the reference evaluator gives. */
import { createRequire } from "node:module";
import {
  CHANNELS_FIRST,
  CHANNELS_LAST,
  type FloatTensor,
  type Graph,
  type Model,
  type Tensor,
  type Value,
  evaluate,
  floatTensor,
  floats,
  intTensor,
  rank4,
  reorder,
  scrambledWeights,
} from "@linknet-kit/core";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { decodeOnnx, encodeOnnx, lowerGraph } from "@linknet-kit/onnx";
import { encodeTfjs } from "@linknet-kit/tfjs/artifacts";
import { beforeAll, describe, expect, test } from "vitest";
import { withChosenMaxima } from "./chosenMaxima.test.support.js";
import { picture, relativeError } from "./parity.test.support.js";

// tfjs's packages find each other only where the first is loaded as CommonJS.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");
require("@tensorflow/tfjs-backend-wasm");

const SIZES = [
  { width: 97, height: 65 },
  { width: 160, height: 96 },
];
const NARROW = 0.25;
const TOLERANCE = 1e-4;
const MINUTES = 60_000;

beforeAll(async () => {
  await tf.setBackend("wasm");
});

/** The lowered pools that an unpool follows: the first three phases of each window have a mask, 0 where they hold the maximum. */
function unpooled({ nodes }: Graph) {
  const read = new Set(nodes.map(({ inputs }) => (inputs["indices"] as Value | undefined)?.name));
  return nodes.flatMap(({ name, inputs, outputs }) => {
    const { indices } = outputs;
    if (indices === undefined || !read.has(indices.name)) return [];
    const masks = [`${name}/sign`, `${name}/sign2`, `${name}/sign3`];
    return [{ indices, image: (inputs["x"] as Value).type, masks }];
  });
}

/** Where tfjs found the maximum of each 2x2 window, as indices of the image. */
function indicesOf(image: Value["type"], masks: readonly FloatTensor[]): Tensor {
  const [, , height, width] = rank4(image);
  const [, , rows, columns] = rank4(masks[0]!);
  const positions = Array.from(masks[0]!.data, (_, index) => {
    const held = masks.findIndex(({ data }) => data[index] === 0);
    const phase = held === -1 ? masks.length : held;
    const plane = Math.floor(index / (rows * columns));
    const row = 2 * (Math.floor(index / columns) % rows) + (phase >> 1);
    return (plane * height + row) * width + 2 * (index % columns) + (phase & 1);
  });
  return intTensor(masks[0]!.shape, positions);
}

/** What the nodes of an artifact give, channels-first. */
async function runTfjs(
  artifacts: ReturnType<typeof encodeTfjs>,
  image: FloatTensor,
  nodes: readonly string[],
): Promise<readonly FloatTensor[]> {
  const loaded = await tf.loadGraphModel({ load: async () => artifacts });
  const { data, shape } = reorder(image, CHANNELS_LAST);
  const fed = tf.tensor(data, [...shape]);
  const results = [loaded.execute({ image: fed }, [...nodes])].flat();
  const tensors = results.map((result) => reorder(floatTensor(result.shape, result.dataSync()), CHANNELS_FIRST));
  tf.dispose([fed, results]);
  loaded.dispose();
  return tensors;
}

async function parityOf(network: string, options: Parameters<typeof buildNetwork>[1]): Promise<number> {
  const graph = buildNetwork(network, options);
  const weights = scrambledWeights(graph, 11);
  const image = picture(graph);
  const lowered = lowerGraph(graph, "onnxruntime");
  const pools = unpooled(lowered);

  const artifacts = encodeTfjs({ graph, weights });
  const { outputs } = artifacts.signature as { readonly outputs: Readonly<Record<string, { readonly name: string }>> };
  const wanted = [outputs["logits"]!.name, ...pools.flatMap(({ masks }) => masks)];
  const [logits, ...masks] = await runTfjs(artifacts, image, wanted);
  const chosen = pools.map(({ indices, image: pooled }, index): [string, Tensor] => [
    indices.name,
    indicesOf(pooled, masks.slice(3 * index, 3 * index + 3)),
  ]);
  const reference = withChosenMaxima({ graph: lowered, weights }, Object.fromEntries(chosen));
  return relativeError(floats(logits!), floats(evaluate(reference, { image })["logits"]!));
}

describe.each(realTimeNetworks.map(({ name }) => name))("%s", (network) => {
  test.each(SIZES)(
    "a quarter as wide, two images of $width x $height",
    async (size) => {
      expect(await parityOf(network, { size, width: NARROW, batch: 2 })).toBeLessThan(TOLERANCE);
    },
    5 * MINUTES,
  );
});

test.each(SIZES)(
  "ENet as wide as the paper's, at $width x $height",
  async (size) => {
    expect(await parityOf("enet", { size })).toBeLessThan(TOLERANCE);
  },
  5 * MINUTES,
);

test.each(["linknet", "enet"])("%s is the same in tfjs when it comes by way of an ONNX file", async (network) => {
  const graph = buildNetwork(network, { size: SIZES[0]!, width: NARROW });
  const model = { graph, weights: scrambledWeights(graph, 11) };
  const run = async (given: Model): Promise<Float32Array> => {
    const artifacts = encodeTfjs(given);
    const { outputs } = artifacts.signature as { readonly outputs: { readonly logits: { readonly name: string } } };
    const [logits] = await runTfjs(artifacts, picture(graph), [outputs.logits.name]);
    return logits!.data;
  };
  expect(relativeError(await run(decodeOnnx(encodeOnnx(model))), await run(model))).toBe(0);
});

test("Unpooling networks have masks to take the choices from", () => {
  const size = SIZES[0]!;
  const count = (network: string): number =>
    unpooled(lowerGraph(buildNetwork(network, { size, width: NARROW }), "onnxruntime")).length;
  expect(realTimeNetworks.map(({ name }) => [name, count(name)])).toEqual([
    ["linknet", 0],
    ["linknet-without-bypass", 0],
    ["segnet", 5],
    ["enet", 2],
  ]);
});
