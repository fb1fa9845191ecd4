/** Pictures through a network, one after the other. */
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import type { Size } from "@linknet-kit/core";
import { type Picture, readPicture } from "@linknet-kit/data";
import type { LabelSet } from "@linknet-kit/metrics";
import { type Runtime, serveArtifact } from "@linknet-kit/runtimes";
import { fitLabels } from "./classes/fitLabels.js";
import { sharesOf } from "./classes/shares.js";
import { feedPicture, imageInput } from "./network/imageInput.js";
import { labelPixels } from "./network/labelPixels.js";
import { labelOutput } from "./network/labelOutput.js";
import type { LabellingNetwork } from "./network/labellingNetwork.js";
import type { Colours } from "./network/pictureTensor.js";
import { scoresOf } from "./network/scoresOf.js";
import type { Segmentation } from "./segmentation.js";

export interface SegmentOptions {
  readonly network: LabellingNetwork;
  readonly runtime: Runtime;
  /** The network's own, where it says so, or those that have as many unless given. */
  readonly labels?: LabelSet | undefined;
  readonly mean?: Colours | undefined;
  readonly std?: Colours | undefined;
  readonly threads?: number | undefined;
  /** Called before a file is read. */
  readonly onRead?: (path: string) => void;
  /** Called before one that was read is run. */
  readonly onRun?: (path: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A picture that could not be read does not keep others from being labelled. */
export type PictureOutcome = Segmentation | UnreadablePicture;

interface UnreadablePicture {
  readonly path: string;
  readonly unreadable: LinknetError;
}

/**
 * Hands what became of each picture to `take`, in the order of the paths, and keeps none: the next is read when that is done. What is wrong with the
 * network, or the runtime, is an error.
 */
export async function segmentPictures(
  paths: readonly string[],
  options: SegmentOptions,
  take: (outcome: PictureOutcome) => Promise<void>,
): Promise<void> {
  const { network, signal, onRead } = options;
  const rest = paths.values();
  const next = async (): Promise<Picture | undefined> => {
    for (const path of rest) {
      signal?.throwIfAborted();
      onRead?.(path);
      const picture = await readOrTell(path);
      if (!("unreadable" in picture)) return picture;
      await take(picture);
    }
    return undefined;
  };
  let picture = await next();
  while (picture !== undefined) {
    const size = network.sizeFor(picture);
    let present: Picture | undefined = picture;
    await withNetwork(size, options, async (segment) => {
      while (present !== undefined && isSame(network.sizeFor(present), size)) {
        await take(await segment(present));
        present = await next();
      }
    });
    picture = present;
  }
}

async function readOrTell(path: string): Promise<Picture | UnreadablePicture> {
  try {
    return await readPicture(path);
  } catch (error) {
    if (error instanceof LinknetError) return { path, unreadable: error };
    throw error;
  }
}

/** Loads the network for pictures that it sees at that size, for as long as `use` takes. */
async function withNetwork(
  size: Size,
  { network, runtime, threads, signal, onRun, ...options }: SegmentOptions,
  use: (segment: (picture: Picture) => Promise<Segmentation>) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder("segment", signal, async (folder) => {
    const artifact = await network.place(size, runtime.target, join(folder, "network"));
    const input = imageInput(network.name, artifact.inputs);
    const { mean = network.mean ?? [0, 0, 0], std } = options;
    const output = labelOutput(artifact);
    const serving = { runtime, artifact, called: network.name, threads, signal };
    await serveArtifact(serving, async ({ run, ...ranOn }) => {
      let isWarm = false;
      await use(async (picture) => {
        onRun?.(picture.file);
        const given = feedPicture(input, picture, { mean, std });
        // What runtimes do once is not what a picture takes.
        if (!isWarm) await run(given);
        isWarm = true;
        const { outputs, milliseconds } = await run(given);
        const scores = scoresOf(outputs[output]!, input, network.name);
        const classes = fitLabels(network.name, scores, options.labels ?? network.labels);
        const channels = labelPixels(scores, picture);
        const shares = sharesOf(channels, classes);
        return { picture, channels, classes, shares, networkSize: input.size, scores, milliseconds, ranOn };
      });
    });
  });
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
