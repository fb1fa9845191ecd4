/** Files of pictures to colours, as a viewer shows them. */
import type { Size } from "@linknet-kit/core";
import { readBytes, readHead } from "@linknet-kit/base/files";
import type { Metadata } from "sharp";
import { UnreadablePictureError } from "../errors.js";
import { MOST_BYTES, MOST_PIXELS } from "../limits.js";
import { checkPixels } from "../png/decodePng.js";
import { KIND_NAMES, isPicture } from "./kinds.js";
import { type OpenPicture, loadSharp } from "./sharp.js";

/** A picture: red, green and blue of each pixel, row by row. */
export interface Picture extends Size {
  /** What errors call it. */
  readonly file: string;
  readonly colours: Uint8Array;
  /** Whether some of it is, and so shows white. */
  readonly isTransparent?: boolean;
}

/** Cameras put previews before the size. */
const HEADER_BYTES = 2 ** 16;
/** A file that is cut off or damaged is an error; else what is missing would be grey. */
const STRICT = { failOn: "warning", limitInputPixels: MOST_PIXELS } as const;

/**
 * A picture of any kind that `KIND_NAMES` has, turned as its camera was held and in the colours of sRGB; what is transparent lies on white, and of
 * what moves there is the first picture. An `UnreadablePictureError`, with the name of the file, where it is none, is damaged or cut off.
 */
export async function readPicture(path: string): Promise<Picture> {
  const bytes = await readWhole(path);
  const sharp = await loadSharp();
  const metadata = await metadataOf(path, sharp, bytes);
  return await orUnreadable(path, async () => {
    const isBareCmyk = metadata.space === "cmyk" && !metadata.hasProfile;
    const picture = sharp(bytes, STRICT).autoOrient();
    const wanted = isBareCmyk
      ? picture.pipelineColourspace("cmyk").toColourspace("cmyk")
      : picture.toColourspace("srgb");
    const { data, info } = await wanted.raw().toBuffer({ resolveWithObject: true });
    // The library reads as many as the header says, and asks no further.
    if (metadata.format === "png") checkPixels(path, bytes);
    const { width, height, channels } = info;
    if (channels !== 3 && channels !== 4) throw new Error(`it has ${channels} numbers a pixel`);
    const seen =
      channels === 3
        ? { colours: new Uint8Array(data.buffer, data.byteOffset, data.length) }
        : isBareCmyk
          ? coloursOfInks(data)
          : onWhite(data);
    return { file: path, width, height, ...seen };
  });
}

/** How large a picture is as it is shown; reads no more of the file than that takes. The errors of `readPicture` about its beginning. */
export async function readPictureSize(path: string): Promise<Size> {
  const head = await readHead(path, HEADER_BYTES);
  checkHead(path, head);
  const sharp = await loadSharp();
  const { autoOrient } = await metadataOf(path, sharp, head).catch(
    // Some kinds say nothing before they are whole, and a profile may be longer than that.
    async () => await metadataOf(path, sharp, await readWhole(path)),
  );
  return { width: autoOrient.width, height: autoOrient.height };
}

async function readWhole(path: string): Promise<Uint8Array> {
  return await readBytes(path, {
    maximumBytes: MOST_BYTES,
    checkHead: (head) => {
      checkHead(path, head);
    },
  });
}

function checkHead(file: string, head: Uint8Array): void {
  if (isPicture(head)) return;
  throw new UnreadablePictureError({
    file,
    problem: head.length === 0 ? "is empty" : `is no ${KIND_NAMES} picture`,
    hint: "what is in a file counts, and not its name: convert it to one of these",
  });
}

/** What it says of itself; too many pixels are refused before one is unpacked. */
async function metadataOf(file: string, sharp: OpenPicture, from: Uint8Array): Promise<Metadata> {
  const metadata = await orUnreadable(file, () => sharp(from, { ...STRICT, limitInputPixels: false }).metadata());
  const { width, height } = metadata;
  if (width * height <= MOST_PIXELS) return metadata;
  throw new UnreadablePictureError({
    file,
    problem: `is ${width}x${height}, more than the ${MOST_PIXELS} pixels that are read`,
  });
}

async function orUnreadable<T>(file: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    // Several lines say the same several times.
    const said = text.replace(/^Input (?:buffer|file) has corrupt header:\s*/, "").split("\n", 1)[0]!;
    throw new UnreadablePictureError({
      file,
      problem: `is damaged or cut off${said === "" ? "" : ` (${said})`}`,
      cause,
    });
  }
}

/** Of red, green, blue and how opaque it is, for each pixel. */
function onWhite(data: Uint8Array): Pick<Picture, "colours" | "isTransparent"> {
  const colours = new Uint8Array((3 * data.length) / 4);
  let isTransparent = false;
  for (let pixel = 0; pixel < data.length / 4; pixel += 1) {
    const share = data[4 * pixel + 3]! / 255;
    if (share < 1) isTransparent = true;
    for (let channel = 0; channel < 3; channel += 1)
      colours[3 * pixel + channel] = Math.round(255 + share * (data[4 * pixel + channel]! - 255));
  }
  return { colours, ...(isTransparent && { isTransparent }) };
}

/** Ink over ink on white, as browsers show pictures for printing that come without a profile of the press. */
function coloursOfInks(inks: Uint8Array): Pick<Picture, "colours"> {
  const colours = new Uint8Array((3 * inks.length) / 4);
  for (let pixel = 0; pixel < inks.length / 4; pixel += 1) {
    const light = 255 - inks[4 * pixel + 3]!;
    for (let channel = 0; channel < 3; channel += 1)
      colours[3 * pixel + channel] = Math.round(((255 - inks[4 * pixel + channel]!) * light) / 255);
  }
  return { colours };
}
