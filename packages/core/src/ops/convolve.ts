/** The arithmetic of a convolution, in double precision. */
import { type FloatTensor, type Tensor, type TypedTensor, elementCount, floats, spatialOf } from "../tensor.js";
import { matrixProduct } from "./matrixProduct.js";
import { readPatches, rowBlocks, tapsOf, windowRows } from "./patches.js";
import { addPlane, isPaddedLittle, loadPlane, paddedPlane } from "./planeSums.js";
import { type Slide, type Window, rowCount } from "./window.js";

interface ConvolutionInputs {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** What sums are written to: rounded to float32, or as they are. */
type Sums = FloatTensor | TypedTensor<"float64">;

/** Filters of a group from which on its patches are worth writing out: they are multiplied by four filters at once. */
const FILTERS_FOR_PATCHES = 4;

/** Every element of y, which is written, is the dot product of a filter and the patch of the image under it, and the bias. */
export function convolve<Result extends Sums>(
  { x, weight, bias }: ConvolutionInputs,
  { groups: groupCount, ...rest }: Omit<Window, "kernel"> & { readonly groups: number },
  y: Result,
): Result {
  const { batch: filters, channels: planes, sides: kernel } = spatialOf(weight);
  const slide = { sides: spatialOf(x).sides, window: { ...rest, kernel }, positions: spatialOf(y).sides };
  const count = filters / groupCount;
  const convolution = {
    image: floats(x),
    slide,
    groups: groupCount,
    planes,
    count,
    weights: new Float64Array(floats(weight)),
    offsets: bias && floats(bias),
    y,
  };
  if (count < FILTERS_FOR_PATCHES && isPaddedLittle(slide)) convolvePlanes(convolution);
  else convolvePatches(convolution);
  return y;
}

interface Convolution {
  readonly image: Float32Array;
  readonly slide: Slide;
  readonly groups: number;
  /** Channels and filters of a group. */
  readonly planes: number;
  readonly count: number;
  readonly weights: Float64Array;
  readonly offsets: Float32Array | undefined;
  /** Written to. */
  readonly y: Sums;
}

/** One output row of a group at a time: its filters by the patches under the row. */
function convolvePatches({ image, slide, groups: groupCount, planes, count, weights, offsets, y }: Convolution): void {
  const rows = windowRows(slide, planes);
  const length = planes * rows.kernelArea;
  const height = rowCount(slide);
  const columns = slide.positions.at(-1)!;
  const filters = Array.from({ length: groupCount }, (_, group) => ({
    data: weights.subarray(group * count * length, (group + 1) * count * length),
    count,
  }));
  const patches = { data: new Float64Array(columns * length), count: columns };
  const products = new Float64Array(count * columns);
  for (const block of rowBlocks(rows, (row) => ({ row, taps: tapsOf(rows, row) }))) {
    for (let part = 0; part < y.shape[0]! * groupCount; part += 1) {
      const first = (part % groupCount) * count;
      for (const { row, taps } of block) {
        readPatches(image, rows, { firstPlane: part * planes, taps }, patches.data);
        matrixProduct(filters[part % groupCount]!, patches, length, products);
        for (let each = 0; each < count; each += 1) {
          const to = ((part * count + each) * height + row) * columns;
          const run = { from: each * columns, to, length: columns };
          store(products, run, offsets?.[first + each] ?? 0, y.data);
        }
      }
    }
  }
}

/** One filter at a time, plane by plane. */
function convolvePlanes({ image, slide, planes, count, weights, offsets, y }: Convolution): void {
  const { batch, channels: filters } = spatialOf(y);
  const area = elementCount({ shape: slide.positions });
  const taps = elementCount({ shape: slide.window.kernel });
  const plane = paddedPlane(slide);
  const sums = new Float64Array(area);
  for (let result = 0; result < batch * filters; result += 1) {
    const filter = result % filters;
    const firstPlane = Math.floor(result / count) * planes;
    sums.fill(0);
    for (let each = 0; each < planes; each += 1) {
      loadPlane(image, firstPlane + each, plane);
      const start = (filter * planes + each) * taps;
      addPlane(plane, weights.subarray(start, start + taps), sums);
    }
    store(sums, { from: 0, to: result * area, length: area }, offsets?.[filter] ?? 0, y.data);
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Writes a run of sums, each with the bias. */
function store(sums: Float64Array, { from, to, length }: Run, offset: number, y: Sums["data"]): void {
  for (let index = 0; index < length; index += 1) y[to + index] = sums[from + index]! + offset;
}
