import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitWindow } from "./stridedDilation.js";

const line = (stride: number, dilation: number, begin = 0, end = 0) => ({
  kernel: [3],
  stride: [stride],
  dilation: [dilation],
  padding: { begin: [begin], end: [end] },
});

describe("A window along a line", () => {
  test("reads every other element alone where it strides and is dilated by 2", () => {
    // Windows at -1 and 1 read -1, 1, 3 and 1, 3, 5.
    expect(splitWindow([7], line(2, 2, 1), [2])).toEqual({
      read: { start: [1], step: [2], shape: [3] },
      window: { stride: [1], dilation: [1], padding: { begin: [1], end: [0] } },
      step: [1],
    });
  });

  test("strides by 1 where stride and dilation have nothing in common", () => {
    expect(splitWindow([9], line(2, 3), [2])).toEqual({
      read: { start: [0], step: [1], shape: [9] },
      window: { stride: [1], dilation: [3], padding: { begin: [0], end: [0] } },
      step: [2],
    });
  });

  test("stays as it is where it reads no element in common steps", () => {
    // Windows at -5 read -5, -2 and 1 of an image of one element.
    expect(splitWindow([1], line(3, 3, 5, 2), [1]).read).toEqual({ start: [0], step: [1], shape: [1] });
  });
});

type Axis = Readonly<Record<"side" | "taps" | "stride" | "dilation" | "begin" | "end", number>>;

test("Every window reads what it read before, and none has a stride and a dilation", () => {
  const axis = fc.record({
    side: fc.integer({ min: 1, max: 9 }),
    taps: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 6 }),
    dilation: fc.integer({ min: 1, max: 6 }),
    begin: fc.integer({ min: 0, max: 7 }),
    end: fc.integer({ min: 0, max: 7 }),
  });
  const positionsOf = ({ side, taps, stride, dilation, begin, end }: Axis): number =>
    Math.floor((side + begin + end - dilation * (taps - 1) - 1) / stride) + 1;
  fc.assert(
    fc.property(fc.tuple(axis, axis), (axes) => {
      const along = (name: keyof Axis) => axes.map((each) => each[name]);
      fc.pre(axes.every((each) => positionsOf(each) > 0));
      const padding = { begin: along("begin"), end: along("end") };
      const window = { kernel: along("taps"), stride: along("stride"), dilation: along("dilation"), padding };
      const { read, window: split, step } = splitWindow(along("side"), window, axes.map(positionsOf));
      expect([split.stride, split.dilation].some((each) => each.every((one) => one === 1))).toBe(true);
      for (const [at, { side, taps, stride, dilation, begin }] of axes.entries()) {
        const length = read.shape[at]!;
        const results = positionsOf({
          side: length,
          taps,
          stride: split.stride[at]!,
          dilation: split.dilation[at]!,
          begin: split.padding.begin[at]!,
          end: split.padding.end[at]!,
        });
        expect(split.padding.end[at]).toBeGreaterThanOrEqual(0);
        for (let position = 0; position < positionsOf(axes[at]!); position += 1) {
          expect(position * step[at]!).toBeLessThan(results);
          for (let tap = 0; tap < taps; tap += 1) {
            const element = position * stride + tap * dilation - begin;
            const among =
              position * step[at]! * split.stride[at]! + tap * split.dilation[at]! - split.padding.begin[at]!;
            const found = among >= 0 && among < length ? read.start[at]! + among * read.step[at]! : "padding";
            expect(found).toBe(element >= 0 && element < side ? element : "padding");
          }
        }
      }
    }),
    { numRuns: 1000 },
  );
});
