/** A network whose labels anyone can tell by hand: of each pixel the class of its strongest colour, by a convolution of one pixel. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { artifactPath, modelFormatOf, writeArtifact } from "@linknet-kit/artifacts";
import {
  type Model,
  type Rewrite,
  type Size,
  buildGraph,
  conv2d,
  float32,
  floatTensor,
  givenWeights,
  rewriteModel,
} from "@linknet-kit/core";
import { encodeNumberMap, encodePicture } from "@linknet-kit/data";

/** Red, green and blue pixels are of these channels, and black ones of the last of them. */
export interface ColourChannels {
  readonly classes: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

export function coloursModel({ width, height }: Size, { classes, ...channels }: ColourChannels, batch = 1): Model {
  const image = { name: "image", type: float32(batch, 3, height, width) };
  const graph = buildGraph("colours", image, conv2d({ filters: classes, kernel: 1 }), "logits");
  const weight = new Float32Array(3 * classes);
  for (const [colour, channel] of [channels.red, channels.green, channels.blue].entries())
    weight[3 * channel + colour] = 1;
  const [kernel, bias] = graph.parameters;
  return {
    graph,
    weights: givenWeights(
      new Map([
        [kernel!.name, floatTensor([classes, 3, 1, 1], weight)],
        [bias!.name, floatTensor([classes], new Float32Array(classes))],
      ]),
    ),
  };
}

export async function writeModel(
  folder: string,
  name: string,
  model: Model,
  target = "onnxruntime",
  rewrites: readonly Rewrite[] = [],
): Promise<string> {
  const path = artifactPath(folder, modelFormatOf(target), name);
  await mkdir(dirname(path), { recursive: true });
  return (await writeArtifact(rewriteModel(model, rewrites), path, { target })).path;
}

const COLOURS = { R: [255, 0, 0], G: [0, 255, 0], B: [0, 0, 255] } as const;
/** Rows of `R`, `G` and `B`. */
export type Drawing = readonly string[];

const sizeOf = (rows: readonly { readonly length: number }[]): Size => ({
  width: rows[0]!.length,
  height: rows.length,
});

async function write(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export async function writePicture(path: string, rows: Drawing): Promise<void> {
  const colours = Uint8Array.from(
    rows.flatMap((row) => Array.from(row).flatMap((each) => COLOURS[each as keyof typeof COLOURS])),
  );
  await write(path, encodePicture(sizeOf(rows), colours, "test"));
}

export async function writeMap(path: string, rows: readonly (readonly number[])[], isWide = false): Promise<void> {
  const data = isWide ? Uint16Array.from(rows.flat()) : Uint8Array.from(rows.flat());
  await write(path, encodeNumberMap(sizeOf(rows), data, "test"));
}

/** As SegNet's release of CamVid. */
export async function writeCamvid(
  folder: string,
  examples: Readonly<Record<string, { readonly picture: Drawing; readonly labels: readonly (readonly number[])[] }>>,
): Promise<void> {
  for (const [name, { picture, labels }] of Object.entries(examples)) {
    await writePicture(join(folder, "test", `${name}.png`), picture);
    await writeMap(join(folder, "testannot", `${name}.png`), labels);
  }
}
