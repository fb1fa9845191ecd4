/** From numbers to the steps of a ramp of colours, and to words. */
import { formatMeasured } from "@linknet-kit/base";
import type { Heat } from "./heat.js";

/** Steps of the ramp, from 0 on. */
export const HEAT_STEPS = 7;

/** Decades below the largest error that the ramp tells apart. */
const DECADES = 6;

export interface HeatScale {
  readonly least: number;
  readonly most: number;
  readonly isLogarithmic: boolean;
  readonly stepOf: (value: number) => number;
}

/** Linear in what adds up, so that twice as dark is twice as much; logarithmic in errors, which span many decades. */
export function scaleOf(heat: Heat, values: readonly number[]): HeatScale {
  const most = values.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  const isLogarithmic = heat.combine === "max";
  const least = isLogarithmic ? most / 10 ** DECADES : 0;
  const shareOf = (value: number): number => {
    if (!(value > least) || most === 0) return value > 0 && !Number.isFinite(value) ? 1 : 0;
    return isLogarithmic ? 1 + Math.log10(value / most) / DECADES : value / most;
  };
  return {
    least,
    most,
    isLogarithmic,
    stepOf: (value) => Math.min(HEAT_STEPS - 1, Math.floor(Math.min(1, shareOf(value)) * HEAT_STEPS)),
  };
}

const DECIMAL = ["", "k", "M", "G", "T", "P"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];

/** `1.21 GMACs`, `3.4 MiB`, `0.31 ms`, `4.1e-7`. */
export function formatHeat(value: number, { unit }: Pick<Heat, "unit">): string {
  if (unit === "") return value === 0 ? "0" : value.toExponential(1);
  if (unit === "ms") return `${formatMeasured(value)} ms`;
  const [base, prefixes] = unit === "bytes" ? [1024, BINARY] : [1000, DECIMAL];
  let power = 0;
  let scaled = value;
  while (scaled >= base && power < prefixes.length - 1) {
    scaled /= base;
    power += 1;
  }
  const number = power === 0 ? String(Math.round(scaled)) : scaled.toPrecision(3).replace(/e.*/, "");
  const named = unit === "bytes" ? (power === 0 ? " bytes" : ` ${prefixes[power]}B`) : ` ${prefixes[power]}${unit}`;
  return number + named;
}
