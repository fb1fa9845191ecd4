/** How the command line's words become values. Everything refused here is wrong usage. */
import { InvalidWordError } from "@linknet-kit/base";
import { DEFAULT_OPTIONS, type NetworkOptions } from "@linknet-kit/core";
import { networks } from "@linknet-kit/models";
import { type InputShapes, type ModelChoices, parseSize } from "@linknet-kit/sources";
import { Argument, type Command } from "commander";
import { offer } from "./completion/offer.js";

/** A whole number written with digits only, at least `least`. */
export const wholeNumber =
  (option: string, least: number) =>
  (given: string): number => {
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (!(value >= least))
      throw new InvalidWordError({ option, given, expected: `a whole number of at least ${least}` });
    return value;
  };

/** A positive number. */
export const positiveNumber =
  (option: string) =>
  (given: string): number => {
    const value = /^[\d.eE+-]{1,20}$/.test(given) ? Number(given) : Number.NaN;
    if (!(value > 0 && Number.isFinite(value)))
      throw new InvalidWordError({ option, given, expected: "a number above 0" });
    return value;
  };

/** `a,b,c`, each word read by `parse`; the same word twice counts once. */
export const listOf =
  <T>(parse: (word: string) => T) =>
  (given: string): readonly T[] =>
    [...new Set(given.split(",").map((word) => word.trim()))].map(parse);

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
  return offer(new Argument("<model>", "a network's name, your own ./network.ts, or an .onnx file"), networkNames);
}

/** The options that say which network is meant; what is not given is the network's own, or the file's. */
export function addNetworkOptions(command: Command): Command {
  const { size, classes, batch, width } = DEFAULT_OPTIONS;
  return command
    .option("--size <WxH>", `image size (default: the network's own, or ${size.width}x${size.height})`, parseSize)
    .option(
      "--classes <n>",
      `channels of the output (default: the network's own, or ${classes})`,
      wholeNumber("--classes", 1),
    )
    .option("--batch <n>", `images at once (default: ${batch})`, wholeNumber("--batch", 1))
    .option(
      "--width <factor>",
      `multiplies the inner layers' channels; ${width} is the network as it was designed`,
      positiveNumber("--width"),
    );
}

/** Options that nobody gave are absent or `undefined`. */
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
