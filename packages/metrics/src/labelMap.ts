/** Images whose pixels are numbers of labels or of instances. */
import { MapSizeError, UnknownLabelError } from "./errors.js";

/** Row by row, one number a pixel. */
export interface PixelMap {
  /** What errors call it. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array | Int16Array | Uint32Array | Int32Array;
}

export interface LabelMap extends PixelMap {
  /** The id that each value stands for; the value itself unless given. */
  readonly ids?: Readonly<Record<number, number>>;
}

/** A `MapSizeError` where there are more or fewer pixels than the sides say, or the sides are others than those of `like`. */
export function checkSize({ file, width, height, data }: PixelMap, like: PixelMap): void {
  if (data.length !== width * height)
    throw new MapSizeError({ file, problem: `${width}x${height} is no size of ${data.length} pixels` });
  if (width !== like.width || height !== like.height)
    throw new MapSizeError({ file, problem: `is ${width}x${height}, but ${like.file} ${like.width}x${like.height}` });
}

/** The values of a map of labels, which are at most 255; wider arrays are copied. */
export function bytesOf(map: LabelMap, set: string): Uint8Array {
  const { data } = map;
  if (data instanceof Uint8Array) return data;
  if (data instanceof Uint8ClampedArray) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  return narrowed(map, Uint8Array.from(data), `no label of ${set}`);
}

/** The values of a map of instances, which are at most 65535. */
export function wordsOf(map: PixelMap): Uint16Array {
  const { data } = map;
  return data instanceof Uint16Array ? data : narrowed(map, Uint16Array.from(data), "no number of an instance");
}

function narrowed<A extends Uint8Array | Uint16Array>(map: PixelMap, copy: A, expected: string): A {
  const wrong = copy.findIndex((value, pixel) => value !== map.data[pixel]);
  if (wrong !== -1) throw unknownAt(map, wrong, expected);
  return copy;
}

/** The error about what stands at a pixel. */
export function unknownAt({ file, width, data }: PixelMap, pixel: number, expected: string): UnknownLabelError {
  return new UnknownLabelError({
    file,
    value: data[pixel]!,
    x: pixel % width,
    y: Math.floor(pixel / width),
    expected,
  });
}
