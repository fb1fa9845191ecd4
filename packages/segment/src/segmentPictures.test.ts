/** Pictures through a network whose answer is known at each pixel: a convolution of 1x1, by which the class is the strongest colour. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotReplacedError, OutputIsInputError } from "@linknet-kit/base/files";
import { GraphBuilder, conv2d, float32, initialWeights } from "@linknet-kit/core";
import { encodePicture, readNumberMap } from "@linknet-kit/data";
import { onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import { type Runtime, runtimes } from "@linknet-kit/runtimes";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Segmentation,
  type PictureOutcome,
  type SegmentOptions,
  openLabeller,
  overlayOf,
  readLabels,
  segmentPictures,
  segmentationNames,
  segmentationOutputs,
  writeSegmentation,
} from "./index.js";
import { placeModel } from "./network/placeModel.js";

const [runtime] = runtimes as readonly [Runtime];
const PIXELS = [
  [255, 0, 0],
  [0, 200, 10],
  [3, 2, 90],
  [90, 80, 70],
  [0, 0, 1],
  [10, 250, 249],
] as const;
const STRONGEST = [0, 1, 2, 0, 2, 1];
const SIZE = { width: 3, height: 2 };

const WEIGHTS = [{ name: "w", dims: [3, 3, 1, 1], raw: rawFloats(1, 0, 0, 0, 1, 0, 0, 0, 1) }];
const CONVOLUTION = { op: "Conv", inputs: ["image", "w"], outputs: ["scores"] };
const SCORES = { name: "scores", shape: [1, 3, "h", "w"] };
const IMAGE = { name: "image", shape: [1, 3, "h", "w"] };

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segment-"));
  const network = { inputs: [IMAGE], tensors: WEIGHTS };
  await writeFile(at("colours.onnx"), onnxBytes({ ...network, nodes: [CONVOLUTION], outputs: [SCORES] }));
  const most = { op: "ArgMax", inputs: ["scores"], outputs: ["labels"], ints: { axis: 1, keepdims: 0 } };
  const labels = { name: "labels", type: 7, shape: [1, "h", "w"] };
  await writeFile(at("labels.onnx"), onnxBytes({ ...network, nodes: [CONVOLUTION, most], outputs: [labels] }));
  await writeFile(at("six.png"), encodePicture(SIZE, Uint8Array.from(PIXELS.flat()), "test"));
  await writeFile(
    at("names.json"),
    JSON.stringify([
      { name: "red", colour: [200, 0, 0] },
      { name: "green", id: 9, colour: [0, 150, 50] },
      { name: "blue", id: 200, colour: [1, 2, 3] },
    ]),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function outcomes(
  pictures: readonly string[],
  options: Partial<SegmentOptions> & { network: SegmentOptions["network"] },
) {
  const found: PictureOutcome[] = [];
  await segmentPictures(pictures.map(at), { runtime, ...options }, async (outcome) => void found.push(outcome));
  return found;
}

async function segmented(picture: string, network: string, options: Partial<SegmentOptions> = {}) {
  const [outcome] = await outcomes([picture], { network: await openLabeller(at(network), { size: SIZE }), ...options });
  return outcome as Segmentation;
}

describe("A network that gives numbers", () => {
  let segmentation: Segmentation;
  beforeAll(async () => {
    segmentation = await segmented("six.png", "colours.onnx", { labels: await readLabels(at("names.json")) });
  });

  test("labels each pixel with its largest", () => {
    expect([...segmentation.channels]).toEqual(STRONGEST);
    expect(segmentation.shares.map(({ name, id, pixels }) => [name, id, pixels])).toEqual([
      ["red", 0, 2],
      ["green", 9, 2],
      ["blue", 200, 2],
    ]);
    expect(segmentation.networkSize).toEqual(SIZE);
    expect(segmentation.milliseconds).toBeGreaterThan(0);
  });

  test("gives a map whose numbers are ids and whose colours are theirs", async () => {
    const { labels } = await writeSegmentation(segmentation, { folder: at("out"), opacity: 0.5 });
    expect([...(await readNumberMap(labels)).data]).toEqual([0, 9, 200, 0, 200, 9]);
    const colours = await sharp(labels).removeAlpha().raw().toBuffer();
    expect([...colours]).toEqual(
      [
        [200, 0, 0],
        [0, 150, 50],
        [1, 2, 3],
        [200, 0, 0],
        [1, 2, 3],
        [0, 150, 50],
      ].flat(),
    );
    const larger = { folder: at("out"), opacity: 0.5, labelsSize: { width: 6, height: 4 } };
    const { data, ...size } = await readNumberMap((await writeSegmentation(segmentation, larger)).labels);
    expect(size).toMatchObject({ width: 6, height: 4 });
    expect([data[0], data[5], data[18], data[23]]).toEqual([0, 200, 0, 9]);
  });

  test("gives an overlay: colours mixed at the top left, a legend below", async () => {
    const { overlay } = await writeSegmentation(segmentation, { folder: at("out"), opacity: 0.25 });
    const { data, info } = await sharp(overlay).raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x + 1))];
    // Three quarters of 0, 200, 10 and a quarter of 0, 150, 50.
    expect(pixel(1, 0)).toEqual([0, 188, 20]);
    // Three quarters of 10, 250, 249 and a quarter of the same.
    expect(pixel(2, 1)).toEqual([8, 225, 199]);
    expect(pixel(3, 0)).toEqual([255, 255, 255]);
    expect(info.width).toBeGreaterThan(60);
    const below = new Set(
      Array.from({ length: info.width * (info.height - 2) }, (_, place) =>
        pixel(place % info.width, 2 + Math.floor(place / info.width)).join(),
      ),
    );
    for (const colour of ["200,0,0", "0,150,50", "1,2,3", "255,255,255"]) expect(below).toContain(colour);
  });

  test("draws its legend in a size that can be read, on one line where there is room", async () => {
    const [small, large] = await Promise.all(
      [3, 4000].map(async (width) => {
        const picture = { ...segmentation.picture, width, height: 1, colours: new Uint8Array(3 * width) };
        return await overlayOf({ ...segmentation, picture, channels: new Uint8Array(width) }, 1);
      }),
    );
    expect(small!.height).toBeGreaterThan(3 * 13);
    expect(large).toMatchObject({ width: 4000 });
    expect(large!.height).toBeGreaterThan(2 * 80);
    expect(large!.height).toBeLessThan(4 * 80);
  });
});

test("A network that gives labels is read as it is, and that of the nearest pixel where sizes differ", async () => {
  const { channels, classes } = await segmented("six.png", "labels.onnx");
  expect([...channels]).toEqual(STRONGEST);
  expect(classes[2]).toMatchObject({ name: "class 2", id: 2 });
  const network = await openLabeller(at("labels.onnx"), { size: { width: 6, height: 4 } });
  const [larger] = await outcomes(["six.png"], { network });
  // Grown bilinearly, the middle of each pixel of old is still its own.
  expect((larger as Segmentation).networkSize).toEqual({ width: 6, height: 4 });
  expect((larger as Segmentation).channels).toHaveLength(6);
});

test("A picture that cannot be read keeps no other from being labelled", async () => {
  const png = await readFile(at("six.png"));
  const bomb = Uint8Array.from(png);
  new DataView(bomb.buffer).setUint32(16, 100_000);
  new DataView(bomb.buffer).setUint32(20, 100_000);
  await writeFile(at("bomb.png"), bomb);
  await writeFile(at("cut.png"), png.subarray(0, 50));
  await writeFile(at("text.png"), "no picture");
  const network = await openLabeller(at("colours.onnx"), { size: SIZE });
  const names = ["cut.png", "six.png", "bomb.png", "text.png", "none.png", "six.png"];
  const found = await outcomes(names, { network });
  expect(found.map((each) => ("unreadable" in each ? each.path : each.picture.file))).toEqual(names.map(at));
  expect(found.map((each) => "unreadable" in each)).toEqual([true, false, true, true, true, false]);
});

describe("Files that stand there", () => {
  test("are replaced where they are of the same command, and else are not; what is read never is", async () => {
    const segmentation = await segmented("six.png", "colours.onnx");
    const out = at("standing");
    await mkdir(out);
    const paths = await writeSegmentation(segmentation, { folder: out, opacity: 0.5 });
    await writeSegmentation(segmentation, { folder: out, opacity: 0.5 });
    await writeFile(paths.labels, await readFile(at("six.png")));
    await expect(writeSegmentation(segmentation, { folder: out, opacity: 0.5 })).rejects.toThrow(NotReplacedError);
    const asInput = { folder: out, opacity: 0.5, force: true, inputs: [paths.overlay] };
    await expect(writeSegmentation(segmentation, asInput)).rejects.toThrow(OutputIsInputError);
    expect((await readdir(out)).toSorted()).toEqual(["six.labels.png", "six.overlay.png"]);
    expect(segmentationOutputs("six", "b").map(({ path }) => path)).toEqual(["b/six.overlay.png", "b/six.labels.png"]);
  });
});

test("Pictures that differ in their ending alone keep it in what is written, and no two are called alike", () => {
  expect([...segmentationNames(["a/six.jpg", "six.png", "seven.png"]).values()]).toEqual([
    "six.jpg",
    "six.png",
    "seven",
  ]);
  expect(() => segmentationNames(["a/six.jpg", "b/six.jpg"])).toThrow("would be written over what became of a/six.jpg");
});

describe("Labels of a file", () => {
  test.each([
    ["no JSON", "[", "it is no JSON"],
    ["one label", '[{ "name": "a" }]', "2"],
    ["no names", '[{ "id": 1 }, { "name": "b" }]', "name"],
    ["a colour of two", '[{ "name": "a", "colour": [1, 2] }, { "name": "b" }]', "colour"],
    ["an id twice", '[{ "name": "a" }, { "name": "b", "id": 0 }]', "two labels have the id 0"],
    ["what is not known", '[{ "name": "a", "color": "red" }, { "name": "b" }]', "color"],
  ])("that has %s are refused", async (_, text, says) => {
    await writeFile(at("wrong.json"), text);
    await expect(readLabels(at("wrong.json"))).rejects.toMatchObject({
      code: "INVALID_LABELS",
      message: expect.stringContaining(says),
    });
  });
});

test("A network is refused that takes no picture, or gives nothing to label by", async () => {
  const relu = (shape: readonly (number | string)[]) =>
    onnxBytes({
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
      inputs: [{ name: "x", shape }],
      outputs: [{ name: "y", shape }],
    });
  await writeFile(at("row.onnx"), relu([1, 12]));
  await expect(openLabeller(at("row.onnx"))).rejects.toThrow("takes no picture: its input is float32[1x12]");
  await writeFile(at("grey.onnx"), relu([1, 1, 4, 4]));
  await expect(openLabeller(at("grey.onnx"))).rejects.toThrow("takes no picture");
  const mean = { op: "GlobalAveragePool", inputs: ["image"], outputs: ["y"] };
  const ends = { inputs: [{ name: "image", shape: [1, 3, 4, 4] }], outputs: [{ name: "y", shape: [1, 3, 1, 1] }] };
  await writeFile(at("mean.onnx"), onnxBytes({ nodes: [mean], ...ends }));
  // Three numbers for the one pixel that it has: one class for the whole picture, which is a label.
  const whole = (await outcomes(["six.png"], { network: await openLabeller(at("mean.onnx")) })) as Segmentation[];
  expect(new Set(whole[0]!.channels).size).toBe(1);
  await expect(openLabeller("enet")).rejects.toMatchObject({ code: "SEGMENT_CHOICE" });
});

test("A network that the machine has no memory for at that size is refused before anything of it is written", async () => {
  const builder = new GraphBuilder("huge");
  const image = builder.input("image", float32(1, 3, 20_000, 20_000));
  const layers = Array.from({ length: 1000 }, (_, index) => [`y${index}`, conv2d({ filters: 3, kernel: 1 })(image)]);
  const graph = builder.build(Object.fromEntries(layers));
  const placing = placeModel({ graph, weights: initialWeights(0) }, runtime.target, at("huge"));
  await expect(placing).rejects.toMatchObject({
    code: "TOO_LARGE_TO_RUN",
    message: expect.stringContaining("huge takes") as string,
  });
  expect(await readdir(folder)).not.toContain("huge");
});
