/** How the command line's words become values. Everything refused here is wrong usage. */
import { UsageError } from "@linknet-kit/core";
import { DEFAULT_OPTIONS, type NetworkOptions, type Size } from "@linknet-kit/models";
import { type Command, Option } from "commander";

/** A word that cannot be read as what its option takes. */
class InvalidWordError extends UsageError {
  readonly code = "INVALID_WORD";

  constructor(data: { option: string; given: string; expected: string }) {
    super(`${data.option} is "${data.given}", expected ${data.expected}`);
  }
}

/** `640x360`: width, then height, as in the paper. */
export function parseSize(given: string): Size {
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(given) ?? [];
  if (width === undefined || height === undefined) {
    throw new InvalidWordError({
      option: "the size",
      given,
      expected: "WIDTHxHEIGHT in whole pixels, such as 640x360",
    });
  }
  return { width: Number(width), height: Number(height) };
}

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

/** The options that say which network is meant. */
export function addNetworkOptions(command: Command): Command {
  const { size, classes, batch, width } = DEFAULT_OPTIONS;
  return command
    .addOption(
      new Option("--size <WxH>", "image size").argParser(parseSize).default(size, `${size.width}x${size.height}`),
    )
    .addOption(
      new Option("--classes <n>", "channels of the output").argParser(wholeNumber("--classes", 1)).default(classes),
    )
    .addOption(new Option("--batch <n>", "images at once").argParser(wholeNumber("--batch", 1)).default(batch))
    .addOption(
      new Option("--width <factor>", "multiplies the inner layers' channels; 1 is the paper's network")
        .argParser(positiveNumber("--width"))
        .default(width),
    );
}

export type NetworkFlags = Pick<NetworkOptions, "size" | "classes" | "batch" | "width">;
