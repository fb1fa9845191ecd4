/** How the command line's words become values. Everything refused here is wrong usage. */
import { InvalidWordError, UnknownNameError } from "@linknet-kit/base";
import { WEIGHT_TYPES } from "@linknet-kit/artifacts";
import {
  DEFAULT_OPTIONS,
  LARGEST_OPTIONS,
  type NetworkOptions,
  OUTPUTS,
  PRECISIONS,
  USUAL_PRECISION,
} from "@linknet-kit/core";
import { networks } from "@linknet-kit/models";
import { type InputShapes, type ModelChoices, parseSize } from "@linknet-kit/sources";
import { Argument, type Command, Option } from "commander";
import { offer } from "./completion/offer.js";

/** What a number may be, in words and as its test. */
export interface NumberRange {
  /** For help: `1 to 65535`. */
  readonly limits: string;
  /** For refusals: `a whole number from 1 to 65535`. */
  readonly expected: string;
  /** As it may be written. */
  readonly form: RegExp;
  readonly allows: (value: number) => boolean;
}

/** Whole numbers, written with digits only, and with nine at most. */
export function wholeNumbers(least: number, most?: number): NumberRange {
  return {
    limits: most === undefined ? `${least} or more` : `${least} to ${most}`,
    expected: `a whole number ${most === undefined ? `of at least ${least}, in nine digits at most` : `from ${least} to ${most}`}`,
    form: /^\d{1,9}$/,
    allows: (value) => value >= least && value <= (most ?? Infinity),
  };
}

export function positiveNumbers(most = Infinity): NumberRange {
  const limits = most === Infinity ? "above 0" : `above 0, at most ${most}`;
  return {
    limits,
    expected: `a number ${limits}`,
    form: /^[\d.eE+-]{1,20}$/,
    allows: (value) => value > 0 && value <= most && Number.isFinite(value),
  };
}

export function nonNegativeNumbers(most: number): NumberRange {
  const limits = `0 to ${most}`;
  return {
    limits,
    expected: `a number from ${limits}`,
    form: /^[\d.eE+-]{1,20}$/,
    allows: (value) => value >= 0 && value <= most,
  };
}

/** Those of a range that single precision, which networks compute in, rounds neither to zero nor out of the range. */
export function singlePrecision(range: NumberRange): NumberRange {
  return {
    ...range,
    expected: `${range.expected}, also once it is rounded to single precision`,
    allows: (value) => {
      const near = Math.fround(value);
      return range.allows(value) && range.allows(near) && (near === 0) === (value === 0);
    },
  };
}

/** Reads a number of that range. */
const numberIn =
  (option: string, { expected, form, allows }: NumberRange) =>
  (given: string): number => {
    const value = form.test(given) ? Number(given) : Number.NaN;
    if (!allows(value)) throw new InvalidWordError({ option, given, expected });
    return value;
  };

/** An option of a number, whose help says between what; `usual` is what it is where nobody gives it, where commander does not know. */
export function numberOption(
  flags: string,
  about: string,
  range: NumberRange,
  { usual, isList = false }: { readonly usual?: string | undefined; readonly isList?: boolean } = {},
): Option {
  const [name = ""] = /--[a-z-]+/.exec(flags) ?? [];
  const read = numberIn(name, range);
  const otherwise = usual === undefined ? "" : ` (default: ${usual})`;
  const option = new Option(flags, `${about}, ${range.limits}${otherwise}`);
  return isList ? option.argParser(commaSeparated(read)) : option.argParser(read);
}

/** One of the names; an `UnknownNameError` about `kind` for any other. */
export const knownName =
  <Name extends string>(kind: string, names: readonly Name[]) =>
  (given: string): Name => {
    const found = names.find((name) => name === given);
    if (found === undefined) throw new UnknownNameError({ kind, given, names });
    return found;
  };

/** `a,b,c`, each word read by `parse`; the same word twice counts once. */
export const commaSeparated =
  <T>(parse: (word: string) => T) =>
  (given: string): readonly T[] =>
    [...new Set(given.split(",").map((word) => word.trim()))].map(parse);

/** `0.41,0.42,0.4`: red, green and blue. */
export const colours =
  (option: string) =>
  (given: string): readonly [red: number, green: number, blue: number] => {
    const [red, green, blue, ...more] = given
      .split(",")
      .map((word) => (/^\s*[\d.]{1,20}\s*$/.test(word) ? Number(word) : Number.NaN));
    const all = [red, green, blue, ...more];
    if (more.length > 0 || !all.every((value) => value !== undefined && Number.isFinite(value)))
      throw new InvalidWordError({ option, given, expected: "three numbers, such as 0.41,0.42,0.4" });
    return [red!, green!, blue!];
  };

/** Of what colours from 0 to 1 are less by. */
export function meanColours(given: string): readonly [red: number, green: number, blue: number] {
  const mean = colours("--mean")(given);
  if (mean.every((share) => share <= 1)) return mean;
  const shares = mean.map((share) => Number((share / 255).toPrecision(4)));
  throw new InvalidWordError({
    option: "--mean",
    given,
    expected: `shares from 0 to 1; of 255 these are ${shares.join(",")}`,
  });
}

/** `image=1x3x360x640`, given once for each input; commander hands over what was given before. */
export function inputShape(given: string, before: InputShapes = {}): InputShapes {
  const [, name, sides] = /^(.+)=(\d{1,9}(?:x\d{1,9})*)$/.exec(given) ?? [];
  if (name === undefined || sides === undefined) {
    throw new InvalidWordError({ option: "--input", given, expected: "NAME=SIDES, such as image=1x3x360x640" });
  }
  const shape = sides.split("x").map(Number);
  if (shape.includes(0)) throw new InvalidWordError({ option: "--input", given, expected: "sides of at least 1" });
  return { ...before, [name]: shape };
}

export const networkNames: readonly string[] = networks.map(({ name }) => name);

/** The argument that says which model is meant, in the words that `openModel` takes. */
export function modelArgument(): Argument {
  return offer(
    new Argument("<model>", "a network's name, your own ./network.ts, an .onnx file, or a tfjs model.json"),
    networkNames,
  );
}

/** The options that say which network is meant; what is not given is the network's own, or the file's. */
export function addNetworkOptions(command: Command): Command {
  const { size, batch, width } = DEFAULT_OPTIONS;
  return command
    .option(
      "--size <WxH>",
      `image size in pixels (default: the network's own, or ${size.width}x${size.height})`,
      parseSize,
    )
    .addOption(classesOption())
    .addOption(
      numberOption("--batch <n>", "images at once", wholeNumbers(1, LARGEST_OPTIONS.batch), { usual: String(batch) }),
    )
    .addOption(
      numberOption(
        "--width <factor>",
        "multiplies the inner layers' channels",
        positiveNumbers(LARGEST_OPTIONS.width),
        {
          usual: `${width}, the network as it was designed`,
        },
      ),
    );
}

export function classesOption(): Option {
  return numberOption("--classes <n>", "channels of the output", wholeNumbers(1, LARGEST_OPTIONS.classes), {
    usual: `the network's own, or ${DEFAULT_OPTIONS.classes}`,
  });
}

/** Options that are not given are absent or `undefined`. */
export type NetworkFlags = { readonly [Option in keyof NetworkOptions]?: NetworkOptions[Option] | undefined };

/** The option that fixes sizes which an ONNX file leaves open. */
export function addInputOption(command: Command): Command {
  return command.option("--input <name=shape>", "whole shape of an ONNX file's input; once for each", inputShape);
}

export interface InputFlags {
  readonly input?: InputShapes | undefined;
}

/** What of the flags says which model is meant. */
export function modelChoices({ size, classes, batch, width, input }: NetworkFlags & InputFlags): ModelChoices {
  const given = Object.entries({ size, classes, batch, width, inputs: input }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given) as ModelChoices;
}

/** What a model that is written gives. */
export function outputOption(): Option {
  return offer(
    new Option("--output <what>", `what the model gives, a number a class or each pixel's class: ${OUTPUTS.join(", ")}`)
      .argParser(knownName("output", OUTPUTS))
      .default(OUTPUTS[0]),
    OUTPUTS,
  );
}

/** The type that a model which is written computes in. */
export function precisionOption(): Option {
  return offer(
    new Option("--dtype <type>", `of weights and activations: ${PRECISIONS.join(", ")}`)
      .argParser(knownName("data type", PRECISIONS))
      .default(USUAL_PRECISION),
    PRECISIONS,
  );
}

export function weightTypeOption(): Option {
  return offer(
    new Option("--weight-type <type>", `what tfjs stores filters as: ${WEIGHT_TYPES.join(", ")}`).argParser(
      knownName("weight type", WEIGHT_TYPES),
    ),
    WEIGHT_TYPES,
  );
}
