import { describe, expect, test } from "vitest";
import { FixedChoiceError, OpenSizeError } from "./errors.js";
import { type SizeChoices, shapesFor } from "./openSizes.js";

const image = { name: "image", shape: ["n", 3, "h", "w"] };
const size = { width: 640, height: 360 };

describe("What is open takes what is chosen", () => {
  test.each<[string, readonly (number | string)[], SizeChoices, readonly number[]]>([
    ["a size, height before width", ["n", 3, "h", "w"], { size }, [1, 3, 360, 640]],
    ["a batch", ["n", 3, "h", "w"], { size, batch: 4 }, [4, 3, 360, 640]],
    ["one open side, the other fixed and equal", [2, 3, 360, "w"], { size }, [2, 3, 360, 640]],
    ["what is fixed and equal", [1, 3, 360, 640], { size, batch: 1 }, [1, 3, 360, 640]],
    ["what is fixed where nothing is chosen", [1, 3, 360, 640], {}, [1, 3, 360, 640]],
    ["a batch that is 1 where nobody says more", ["?", 16], {}, [1, 16]],
    ["images whose channels stand last", ["n", "h", "w", 3], { size }, [1, 360, 640, 3]],
    ["a whole shape of any rank", ["?", "?", 5], { inputs: { x: [2, 7, 5] } }, [2, 7, 5]],
    ["no axis at all", [], {}, []],
  ])("%s", (_, shape, choices, expected) => {
    expect(shapesFor([{ name: "x", shape }], choices)).toEqual({ x: expected });
  });

  test("a whole shape where the file says nothing of it, beside another input by size", () => {
    const inputs = { noise: [4] };
    expect(shapesFor([image, { name: "noise" }], { size, inputs })).toEqual({ image: [1, 3, 360, 640], noise: [4] });
  });
});

describe("What is open and not given is refused with the flag that gives it", () => {
  test.each<[string, Parameters<typeof shapesFor>[0], SizeChoices, string, string]>([
    [
      "an image",
      [image],
      {},
      '"image" (n x 3 x h x w) leaves sizes open',
      "--size 640x360, or --input image=1x3x360x640",
    ],
    [
      "its channels too",
      [{ name: "x", shape: [1, "c", 8, 8] }],
      { size: { width: 8, height: 8 } },
      '"x" (1 x c x 8 x 8)',
      "add --input x=1x3x8x8",
    ],
    ["another rank", [{ name: "ids", shape: ["n", "length"] }], {}, '"ids" (n x length)', "add --input ids=1x16"],
    ["any rank", [{ name: "x" }], {}, '"x" of any shape leaves', "add --input x=1x3x360x640"],
    ["an unknown name", [image], { inputs: { imag: [1] } }, 'no input "imag"; did you mean "image"?', "it has image"],
    ["a wrong rank", [image], { inputs: { image: [1, 2] } }, "--input image=1x2 has 2 sides", "image=1x3x360x640"],
  ])("%s", (_, declared, choices, problem, hint) => {
    const error = refusal(declared, choices);
    expect(error).toBeInstanceOf(OpenSizeError);
    expect((error as Error).message).toContain(problem);
    expect(error).toMatchObject({ hint: expect.stringContaining(hint) as string });
  });
});

describe("What is fixed is no choice", () => {
  test.each<[string, readonly (number | string)[], SizeChoices, string]>([
    ["the size", [1, 3, 224, 224], { size }, "--size 640x360 is not yours"],
    ["one side", ["n", 3, "h", 224], { size }, "--size 640x360"],
    ["the batch", [1, 3, 224, 224], { batch: 2 }, "--batch 2"],
    ["a side of a whole shape", ["n", 3, "h", "w"], { inputs: { x: [1, 1, 8, 8] } }, "--input x=1x1x8x8"],
    ["a size where there is no image", ["n", 7], { size }, "no input is an image"],
  ])("%s", (_, shape, choices, message) => {
    const error = refusal([{ name: "x", shape }], choices);
    expect(error).toBeInstanceOf(FixedChoiceError);
    expect((error as Error).message).toContain(message);
  });
});

function refusal(declared: Parameters<typeof shapesFor>[0], choices: SizeChoices): unknown {
  try {
    return shapesFor(declared, choices);
  } catch (error) {
    return error;
  }
}
