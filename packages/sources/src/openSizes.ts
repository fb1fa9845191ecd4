/** Sizes that an ONNX file leaves open, filled in from what a user chose. */
import { InvalidWordError, nearestName } from "@linknet-kit/base";
import type { NetworkOptions, Size } from "@linknet-kit/core";
import type { DeclaredInput } from "@linknet-kit/onnx";
import { FixedChoiceError, OpenSizeError } from "./errors.js";

/** Whole shapes by the name of the input. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

export interface SizeChoices extends Partial<Pick<NetworkOptions, "size" | "batch">> {
  readonly inputs?: InputShapes | undefined;
}

/** `640x360`: width, then height, as in the paper. */
export function parseSize(given: string): Size {
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(given) ?? [];
  if (width === undefined || height === undefined) {
    const expected = "WIDTHxHEIGHT in whole pixels, such as 640x360";
    throw new InvalidWordError({ option: "the size", given, expected });
  }
  return { width: Number(width), height: Number(height) };
}

/** How choices are written where the user makes them, for messages. */
export interface ChoiceWords {
  readonly size: (size: string) => string;
  readonly batch: (batch: number) => string;
  readonly input: (name: string, shape: string) => string;
}

const FLAGS: ChoiceWords = {
  size: (size) => `--size ${size}`,
  batch: (batch) => `--batch ${batch}`,
  input: (name, shape) => `--input ${name}=${shape}`,
};

/** Of a JSON file. */
export const FIELDS: ChoiceWords = {
  size: (size) => `"size": "${size}"`,
  batch: (batch) => `"batch": ${batch}`,
  input: (name, shape) => `"input": { "${name}": "${shape}" }`,
};

/**
 * The whole shape of every input. `size` is meant for images, inputs of rank 4: height and width, wherever they stand; `batch` for
 * the first axis, which is 1 where it is open and not given. Equal to what is fixed is fine, anything else is a `FixedChoiceError`;
 * an open size that is not given, an unknown name or a shape that does not fit is an `OpenSizeError`. Both name choices by `words`,
 * options of the command line unless given.
 */
export function shapesFor(
  declared: readonly DeclaredInput[],
  choices: SizeChoices,
  words = FLAGS,
): Record<string, readonly number[]> {
  const { inputs = {}, size } = choices;
  const names = declared.map(({ name }) => name);
  for (const name of Object.keys(inputs)) if (!names.includes(name)) throw unknownInput(name, names);
  if (size !== undefined && !declared.some((input) => isImage(input))) {
    throw new FixedChoiceError({
      choice: words.size(printSize(size)),
      reason: `no input is an image (${declared.map(describeInput).join(", ")})`,
      hint: `give the shape of an input whole: ${words.input("name", "1x3x360x640")}`,
    });
  }
  return Object.fromEntries(declared.map((input) => [input.name, shapeOf(input, choices, words)]));
}

function shapeOf(input: DeclaredInput, choices: SizeChoices, words: ChoiceWords): readonly number[] {
  const { name, shape } = input;
  const whole = choices.inputs !== undefined && Object.hasOwn(choices.inputs, name) ? choices.inputs[name] : undefined;
  if (whole !== undefined) return checkedWhole(input, whole, words);
  if (shape === undefined) throw open(input, words);
  const chosen = new Map<number, { readonly side: number; readonly choice: string }>();
  const { batch, size } = choices;
  if (typeof shape[0] === "string" || (batch !== undefined && shape.length > 0)) {
    chosen.set(0, { side: batch ?? 1, choice: words.batch(batch ?? 1) });
  }
  if (size !== undefined && isImage(input)) {
    const choice = words.size(printSize(size));
    const [height, width] = imageAxes(shape);
    chosen.set(height, { side: size.height, choice }).set(width, { side: size.width, choice });
  }
  return shape.map((side, axis) => {
    const wanted = chosen.get(axis);
    if (typeof side === "string") {
      if (wanted === undefined) throw open(input, words);
      return wanted.side;
    }
    if (wanted !== undefined && wanted.side !== side) {
      const reason = `${describeInput(input)} is fixed there in the file`;
      throw new FixedChoiceError({ choice: wanted.choice, reason });
    }
    return side;
  });
}

function checkedWhole(input: DeclaredInput, whole: readonly number[], words: ChoiceWords): readonly number[] {
  const { name, shape } = input;
  const given = words.input(name, whole.join("x"));
  if (shape === undefined) return whole;
  if (shape.length !== whole.length) {
    throw new OpenSizeError({
      problem: `${given} has ${whole.length} sides, ${describeInput(input)} has ${shape.length}`,
      hint: `write it as ${exampleOf(input, words)}`,
    });
  }
  const isOther = shape.some((side, axis) => typeof side === "number" && side !== whole[axis]);
  if (isOther) throw new FixedChoiceError({ choice: given, reason: `${describeInput(input)} is fixed in the file` });
  return whole;
}

function isImage({ shape }: DeclaredInput): boolean {
  return shape?.length === 4;
}

/** Channels stand first, unless only the last axis can be channels. */
function imageAxes([, first, , last]: readonly (number | string)[]): readonly [height: number, width: number] {
  const isChannels = (side: number | string | undefined): boolean => typeof side === "number" && side <= 4;
  return isChannels(last) && !isChannels(first) ? [1, 2] : [2, 3];
}

function open(input: DeclaredInput, words: ChoiceWords): OpenSizeError {
  const { shape } = input;
  const left = shape?.flatMap((side, axis) => (typeof side === "string" ? [axis] : [])) ?? [];
  const bySize =
    shape !== undefined && isImage(input) && left.every((axis) => axis === 0 || imageAxes(shape).includes(axis));
  return new OpenSizeError({
    problem: `${describeInput(input)} leaves sizes open`,
    hint: `add ${bySize ? `${words.size("640x360")}, or ` : ""}${exampleOf(input, words)}`,
  });
}

function exampleOf({ name, shape = ["?", 3, "?", "?"] }: DeclaredInput, words: ChoiceWords): string {
  const image = imageAxes(shape);
  const example = (axis: number): number =>
    axis === 0 ? 1 : shape.length !== 4 ? 16 : axis === image[0] ? 360 : axis === image[1] ? 640 : 3;
  const sides = shape.map((side, axis) => (typeof side === "number" ? side : example(axis)));
  return words.input(name, sides.join("x"));
}

function printSize({ width, height }: Size): string {
  return `${width}x${height}`;
}

function describeInput({ name, shape }: DeclaredInput): string {
  return `input "${name}" ${shape === undefined ? "of any shape" : `(${shape.join(" x ")})`}`;
}

function unknownInput(name: string, names: readonly string[]): OpenSizeError {
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return new OpenSizeError({ problem: `the model has no input "${name}"${meant}`, hint: `it has ${names.join(", ")}` });
}
