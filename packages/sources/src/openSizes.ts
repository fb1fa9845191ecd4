/** Sizes that an ONNX file leaves open, filled in from what a user chose. */
import { type NetworkOptions, nearestName } from "@linknet-kit/core";
import type { DeclaredInput } from "@linknet-kit/onnx";
import { FixedChoiceError, OpenSizeError } from "./errors.js";

/** Whole shapes by the name of the input. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

export interface SizeChoices extends Partial<Pick<NetworkOptions, "size" | "batch">> {
  readonly inputs?: InputShapes | undefined;
}

/**
 * The whole shape of every input. `size` is meant for images, inputs of rank 4: height and width, wherever they stand; `batch` for
 * the first axis, which is 1 where it is open and not given. Equal to what is fixed is fine, anything else is a `FixedChoiceError`;
 * an open size that is not given, an unknown name or a shape that does not fit is an `OpenSizeError`.
 */
export function shapesFor(declared: readonly DeclaredInput[], choices: SizeChoices): Record<string, readonly number[]> {
  const { inputs = {}, size } = choices;
  const names = declared.map(({ name }) => name);
  for (const name of Object.keys(inputs)) if (!names.includes(name)) throw unknownInput(name, names);
  if (size !== undefined && !declared.some((input) => isImage(input))) {
    throw new FixedChoiceError({
      choice: "--size",
      reason: `no input is an image (${declared.map(describeInput).join(", ")})`,
      hint: "give the shape of an input whole: --input name=1x3x360x640",
    });
  }
  return Object.fromEntries(declared.map((input) => [input.name, shapeOf(input, choices)]));
}

function shapeOf(input: DeclaredInput, choices: SizeChoices): readonly number[] {
  const { name, shape } = input;
  const whole = choices.inputs !== undefined && Object.hasOwn(choices.inputs, name) ? choices.inputs[name] : undefined;
  if (whole !== undefined) return checkedWhole(input, whole);
  if (shape === undefined) throw open(input);
  const chosen = new Map<number, { readonly side: number; readonly flag: string }>();
  const { batch, size } = choices;
  if (typeof shape[0] === "string" || (batch !== undefined && shape.length > 0)) {
    chosen.set(0, { side: batch ?? 1, flag: `--batch ${batch}` });
  }
  if (size !== undefined && isImage(input)) {
    const flag = `--size ${size.width}x${size.height}`;
    const [height, width] = imageAxes(shape);
    chosen.set(height, { side: size.height, flag }).set(width, { side: size.width, flag });
  }
  return shape.map((side, axis) => {
    const choice = chosen.get(axis);
    if (typeof side === "string") {
      if (choice === undefined) throw open(input);
      return choice.side;
    }
    if (choice !== undefined && choice.side !== side) {
      throw new FixedChoiceError({ choice: choice.flag, reason: `${describeInput(input)} is fixed there in the file` });
    }
    return side;
  });
}

function checkedWhole(input: DeclaredInput, whole: readonly number[]): readonly number[] {
  const { name, shape } = input;
  const given = `--input ${name}=${whole.join("x")}`;
  if (shape === undefined) return whole;
  if (shape.length !== whole.length) {
    throw new OpenSizeError({
      problem: `${given} has ${whole.length} sides, ${describeInput(input)} has ${shape.length}`,
      hint: `write it as ${exampleOf(input)}`,
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

function open(input: DeclaredInput): OpenSizeError {
  const { shape } = input;
  const left = shape?.flatMap((side, axis) => (typeof side === "string" ? [axis] : [])) ?? [];
  const bySize =
    shape !== undefined && isImage(input) && left.every((axis) => axis === 0 || imageAxes(shape).includes(axis));
  return new OpenSizeError({
    problem: `${describeInput(input)} leaves sizes open`,
    hint: `add ${bySize ? "--size 640x360, or " : ""}${exampleOf(input)}`,
  });
}

function exampleOf({ name, shape = ["?", 3, "?", "?"] }: DeclaredInput): string {
  const image = imageAxes(shape);
  const example = (axis: number): number =>
    axis === 0 ? 1 : shape.length !== 4 ? 16 : axis === image[0] ? 360 : axis === image[1] ? 640 : 3;
  return `--input ${name}=${shape.map((side, axis) => (typeof side === "number" ? side : example(axis))).join("x")}`;
}

function describeInput({ name, shape }: DeclaredInput): string {
  return `input "${name}" ${shape === undefined ? "of any shape" : `(${shape.join(" x ")})`}`;
}

function unknownInput(name: string, names: readonly string[]): OpenSizeError {
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return new OpenSizeError({ problem: `the model has no input "${name}"${meant}`, hint: `it has ${names.join(", ")}` });
}
