/** The flags of `linknet segment`, and which of them make sense together. */
import { LinknetError } from "@linknet-kit/base";
import type { NetworkOptions, Size } from "@linknet-kit/core";
import type { Runtime } from "@linknet-kit/runtimes";
import { type Colours, SegmentChoiceError } from "@linknet-kit/segment";
import { UselessFlagError } from "./exportFlags.js";
import type { ForceFlag } from "./outputs.js";

export interface SegmentFlags extends ForceFlag, Partial<Pick<NetworkOptions, "size" | "classes" | "width">> {
  readonly network?: string;
  readonly weights?: string;
  readonly labels?: string;
  readonly mean?: Colours;
  readonly std?: Colours;
  readonly runtime?: Runtime;
  readonly threads?: number;
  readonly opacity: number;
  readonly labelsSize?: Size;
  readonly output: string;
  readonly json?: boolean;
}

/** Longer sides than any picture has that is read. */
const MOST_SIDE = 16_384;

export function checkSegmentFlags(flags: SegmentFlags): void {
  const { network, weights, classes, width, std, size, labelsSize } = flags;
  const own = { weights, classes, width };
  if (network === undefined)
    for (const [name, value] of Object.entries(own))
      if (value !== undefined) throw new UselessFlagError({ flag: `--${name}`, needs: "--network NAME" });
  if (std?.includes(0) === true)
    throw new SegmentChoiceError({ problem: "--std has a 0, and nothing is divided by it", hint: "leave it out" });
  for (const [option, given] of Object.entries({ "--size": size, "--labels-size": labelsSize })) {
    const sides = given === undefined ? [] : [given.width, given.height];
    if (sides.every((side) => side >= 1 && side <= MOST_SIDE)) continue;
    throw new SegmentChoiceError({
      problem: `${option} is ${sides.join("x")}`,
      hint: `give sides of 1 to ${MOST_SIDE} pixels`,
    });
  }
}

/** Each was told of before. */
export class PicturesFailedError extends LinknetError {
  readonly code = "PICTURES_FAILED";

  constructor({ failed, all }: { readonly failed: number; readonly all: number }) {
    super(`${failed} of ${all} pictures could not be read`, {
      hint: "the lines above say why; what became of the others is written",
    });
  }
}
