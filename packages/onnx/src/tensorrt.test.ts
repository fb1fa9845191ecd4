/** Networks that unpool, as TensorRT 8.2 gets them: without indices, and with the same results, ties included. */
import {
  type FloatTensor,
  type Model,
  GraphBuilder,
  add,
  conv2d,
  convTranspose2d,
  elementCount,
  evaluate,
  float32,
  floatTensor,
  maxPool2dWithIndices,
  maxUnpool2d,
  printGraph,
  relu,
  seededUniform,
  sizeOf,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { decodeOnnx } from "./import/decodeOnnx.js";
import { ModelProto } from "./onnxProto.js";
import { differences, runOnnxRuntime } from "./runtime.test.fixture.js";
import { smallModel } from "./smallNetwork.test.fixture.js";
import { lowerGraph } from "./targets.js";

const target = { target: "tensorrt-8.2" };

interface Size {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/** Whole numbers from `least` on, `count` different ones: sums of them are exact, and equals are everywhere. */
function wholeNumbers(
  shape: readonly number[],
  name: string,
  { least, count }: { least: number; count: number },
): FloatTensor {
  const uniform = seededUniform(1, name);
  const length = elementCount({ shape });
  return floatTensor(
    shape,
    Array.from({ length }, () => least + ((uniform() >>> 0) % count)),
  );
}

/** Two levels of pools and unpools, as SegNet and ENet have them, with layers of small whole weights between. */
function unpoolingModel({ batch, height, width }: Size): Model {
  const builder = new GraphBuilder("unpooling");
  const image = builder.input("image", float32(batch, 2, height, width));
  const outer = builder.scope("down1", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(image));
  const middle = builder.scope("middle", () => relu()(conv2d({ filters: 3, kernel: 3, padding: 1 })(outer.y)));
  const inner = builder.scope("down2", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(middle));
  const deep = builder.scope("deep", () => conv2d({ filters: 3, kernel: 1 })(inner.y));
  const up2 = builder.scope("up2", () =>
    maxUnpool2d({ kernel: 2, stride: 2, size: sizeOf(middle) })(deep, inner.indices),
  );
  const narrow = builder.scope("narrow", () => conv2d({ filters: 2, kernel: 1 })(add()(up2, middle)));
  const up1 = builder.scope("up1", () =>
    maxUnpool2d({ kernel: 2, stride: 2, size: [height, width] })(narrow, outer.indices),
  );
  const graph = builder.build({
    logits: builder.scope("head", () => convTranspose2d({ filters: 2, kernel: 2, stride: 2 })(up1)),
  });
  const weights = {
    get: ({ name, type: { shape } }: Model["graph"]["parameters"][number]) =>
      wholeNumbers(shape, name, { least: -1, count: 3 }),
  };
  return { graph, weights };
}

const image = ({ batch, height, width }: Size): FloatTensor =>
  wholeNumbers([batch, 2, height, width], "image", { least: -1, count: 3 });

const sizes: readonly Size[] = [
  { batch: 1, height: 8, width: 8 },
  { batch: 2, height: 9, width: 7 },
  { batch: 3, height: 10, width: 13 },
  { batch: 1, height: 37, width: 50 },
];

describe.each(sizes)("$batch of $width x $height", (size) => {
  test("gives exactly what the reference gives of the network with its unpools", async () => {
    const model = unpoolingModel(size);
    const inputs = { image: image(size) };
    const given = await runOnnxRuntime(encodeOnnx(model, target), inputs);
    const expected = evaluate(model, inputs);
    expect(expected["logits"]!.data.some((value) => value !== 0)).toBe(true);
    expect(differences(given, expected, 0)).toEqual([]);
  });

  test("is a file of opset 13 and IR version 7 without an unpool, and no pool gives indices", () => {
    const { graph, irVersion, opsetImport } = ModelProto.decode(encodeOnnx(unpoolingModel(size), target));
    expect([Number(irVersion), Number(opsetImport[0]?.version)]).toEqual([7, 13]);
    const types = (graph?.node ?? []).map(({ opType }) => opType);
    expect(types).not.toContain("MaxUnpool");
    const pools = (graph?.node ?? []).filter(({ opType }) => opType === "MaxPool");
    expect(pools.map(({ output }) => output?.length)).toEqual([1, 1]);
  });
});

test("Half of the windows and more hold equals: the test would see a value put at two of them", () => {
  const { data } = image({ batch: 1, height: 64, width: 64 });
  let tied = 0;
  for (let row = 0; row < 64; row += 2) {
    for (let column = 0; column < 64; column += 2) {
      const window = [0, 1, 64, 65].map((offset) => data[row * 64 + column + offset]!);
      const largest = Math.max(...window);
      if (window.filter((value) => value === largest).length > 1) tied += 1;
    }
  }
  expect(tied).toBeGreaterThan(32 * 16);
});

test("A file of any batch runs any batch", async () => {
  const [one, three] = [1, 3].map((batch) => ({ batch, height: 9, width: 7 })) as [Size, Size];
  const bytes = encodeOnnx(unpoolingModel(one), { ...target, dynamicBatch: true });
  const inputs = { image: image(three) };
  expect(differences(await runOnnxRuntime(bytes, inputs), evaluate(unpoolingModel(three), inputs), 0)).toEqual([]);
});

test("What is written is read again as the same graph", () => {
  for (const model of [unpoolingModel(sizes[1]!), smallModel({ height: 9, width: 7 })]) {
    const read = decodeOnnx(encodeOnnx(model, target));
    expect(printGraph(read.graph)).toBe(printGraph(lowerGraph(model.graph, "tensorrt-8.2")));
  }
});
