/** Pictures as pixels: of files, and of the camera. */
import type { PictureColours } from "@linknet-kit/segment/picture";

/** Of the longer side, as pictures are shown and labelled. */
const MOST_SIDE = { file: 1600, camera: 640 };
/** A picture that a browser cannot hold is told of before it tries. */
const MOST_BYTES = 2 ** 28;

const PICTURE = /\.(png|jpe?g|webp|gif|avif|bmp)$/i;

/** Whether a file is meant as a picture: by what the system says of it, or by its name. */
export function isPicture({ name, type }: { readonly name: string; readonly type?: string }): boolean {
  return type?.startsWith("image/") === true || PICTURE.test(name);
}

/** As its EXIF turns it, with white behind what is transparent; an error in words where it is no picture. */
export async function pixelsOfFile(file: Blob & { readonly name: string }): Promise<PictureColours> {
  if (file.size > MOST_BYTES) throw new Error(`"${file.name}" has more than ${MOST_BYTES / 2 ** 20} MiB`);
  const image = await createImageBitmap(file).catch((cause: unknown) => {
    throw new Error(`"${file.name}" is no picture that this browser can read`, { cause });
  });
  try {
    return drawn(image, image, MOST_SIDE.file);
  } finally {
    image.close();
  }
}

/** What the camera shows at present. */
export function pixelsOfVideo(video: HTMLVideoElement): PictureColours {
  return drawn(video, { width: video.videoWidth, height: video.videoHeight }, MOST_SIDE.camera);
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

function drawn(image: CanvasImageSource, own: Sides, most: number): PictureColours {
  const scale = Math.min(1, most / Math.max(own.width, own.height));
  const [width, height] = [own.width, own.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width!, height!).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no pictures");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width!, height!);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width!, height!);
  const { data } = context.getImageData(0, 0, width!, height!);
  const colours = new Uint8Array((3 * data.length) / 4);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    colours[to] = data[from]!;
    colours[to + 1] = data[from + 1]!;
    colours[to + 2] = data[from + 2]!;
  }
  return { width: width!, height: height!, colours };
}

/** For a canvas. */
export function imageDataOf({ width, height, colours }: PictureColours): ImageData {
  const image = new ImageData(width, height);
  image.data.fill(255);
  for (let from = 0, to = 0; from < colours.length; from += 3, to += 4) {
    image.data[to] = colours[from]!;
    image.data[to + 1] = colours[from + 1]!;
    image.data[to + 2] = colours[from + 2]!;
  }
  return image;
}
