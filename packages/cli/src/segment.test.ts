/** `linknet segment`, whose pictures and networks are made here. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-segment-"));
  const strongest = onnxBytes({
    nodes: [{ op: "Conv", inputs: ["image", "w"], outputs: ["scores"] }],
    inputs: [{ name: "image", shape: [1, 3, "h", "w"] }],
    outputs: [{ name: "scores", shape: [1, 3, "h", "w"] }],
    tensors: [{ name: "w", dims: [3, 3, 1, 1], raw: rawFloats(1, 0, 0, 0, 1, 0, 0, 0, 1) }],
  });
  await writeFile(at("strongest.onnx"), strongest);
  const names = [
    { name: "red", colour: [200, 10, 20] },
    { name: "green", colour: [0, 99, 0] },
    { name: "blue", colour: [9, 20, 210] },
  ];
  await writeFile(at("names.json"), JSON.stringify(names));
  // Left half red, right half blue; as it is stored it lies on its side.
  const half = { width: 32, height: 32, channels: 3 } as const;
  const [red, blue] = [
    { r: 250, g: 0, b: 0 },
    { r: 0, g: 0, b: 250 },
  ].map((background) => ({
    create: { ...half, background },
  }));
  const stored = sharp({ create: { width: 32, height: 64, channels: 3, background: "#000" } }).composite([
    { input: blue!, top: 0, left: 0 },
    { input: red!, top: 32, left: 0 },
  ]);
  await stored.jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toFile(at("turned.jpg"));
  await sharp({ create: { ...half, background: "#00ff00" } })
    .png()
    .toFile(at("green.png"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const segment = async (line: string) =>
  await runCommand(`segment ${line} --network ${at("strongest.onnx")} -o ${at("out")}`);

test("A JPEG that its EXIF turns is labelled as it is seen, and the table says how much of it is what", async () => {
  const { code, out } = await segment(`${at("turned.jpg")} --size 64x32 --labels ${at("names.json")}`);
  expect(code).toBe(0);
  expect(out).toContain(`turned.jpg, 64x32, seen at 64x32 by ${at("strongest.onnx")}`);
  expect(out).toMatch(/class +id +share\n(red +0|blue +2) +50\.0 %\n(red +0|blue +2) +50\.0 %\n/);
  expect(out).toMatch(/[\d.]+ ms on onnxruntime-node\/cpu, .*, after [\d.,]+ ms to load/);
  const { data, info } = await sharp(at("out/turned.labels.png")).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([64, 32]);
  const pixel = (x: number) => [...data.subarray(x * info.channels, x * info.channels + 3)];
  expect([pixel(20), pixel(50)]).toEqual([
    [200, 10, 20],
    [9, 20, 210],
  ]);
});

test("Several pictures are one document, and one that is none makes the command fail when the others are done", async () => {
  await writeFile(at("text.png"), "no picture");
  const line = `${at("green.png")} ${at("text.png")} ${at("turned.jpg")} --runtime tfjs/wasm --json`;
  const { code, out, notes } = await segment(line);
  expect(code).toBe(1);
  expect(notes).toMatch(/text\.png.*\n.*1 of 3 pictures could not be read/s);
  const { pictures, runtime, failed } = JSON.parse(out);
  expect(failed).toEqual([
    {
      picture: at("text.png"),
      code: "UNREADABLE_PICTURE",
      reason: expect.stringContaining("is no JPEG, PNG") as string,
    },
  ]);
  expect(runtime).toBe("tfjs/wasm");
  expect(pictures).toMatchObject([
    { picture: at("green.png"), size: { width: 32, height: 32 }, classes: [{ id: 1, pixels: 1024, share: 1 }] },
    { picture: at("turned.jpg"), files: { labels: at("out/turned.labels.png") } },
  ]);
  expect(pictures[0].latencyMs).toBeGreaterThan(0);
});

test.each([
  ["GREEN GREEN/../sub/green.png", 2, /written over what became of/],
  ["GREEN --labels camvid", 2, /tells 3 classes apart, and CamVid are 12/],
  ["GREEN --labels NOWHERE", 1, /there is no file/],
  ["GREEN --opacity 1.5", 2, /expected a number from 0 to 1/],
  ["GREEN --std 1,0,1", 2, /nothing is divided by it/],
  ["GREEN --mean 1,2", 2, /expected three numbers/],
  ["GREEN --mean 123.7,116.3,103.5", 2, /shares from 0 to 1; of 255 these are 0\.4851,0\.4561,0\.4059/],
  ["GREEN --labels-size 0x9", 2, /--labels-size is 0x9/],
  ["NOWHERE", 1, /there is no file/],
])("%s is refused", async (given, expected, says) => {
  const line = given.replaceAll("GREEN", at("green.png")).replaceAll("NOWHERE", at("nowhere"));
  const before = await readdir(folder);
  const { code, notes } = await segment(line);
  expect(notes).toMatch(says);
  expect(code).toBe(expected);
  expect(await readdir(folder)).toEqual(before);
});

test("What nobody said of a network is told, and stands in the document", async () => {
  await sharp({ create: { width: 32, height: 32, channels: 4, background: "#00ff0080" } })
    .png()
    .toFile(at("glass.png"));
  const guessed = await segment(`${at("glass.png")} --json`);
  const { warnings } = JSON.parse(guessed.out);
  expect(warnings).toEqual([
    expect.stringMatching(/has no mean .*--mean/),
    expect.stringMatching(/does not say what its classes are, so they have numbers: --labels/),
    expect.stringMatching(/glass\.png is transparent/),
  ]);
  for (const each of warnings) expect(guessed.notes).toContain(`warning: ${each}`);
  const said = await segment(`${at("green.png")} --mean 0,0,0 --labels ${at("names.json")} --json`);
  expect([JSON.parse(said.out).warnings, said.notes]).toEqual([[], ""]);
});

test("What belongs to a network by its name says nothing without one", async () => {
  const { code, notes } = await runCommand(`segment ${at("green.png")} --weights w.pt`);
  expect([code, notes]).toEqual([2, expect.stringContaining("--weights does nothing without --network NAME")]);
});
