/** Axes that hold a chart's values, with ticks at round numbers. */
import { extent, ticks } from "d3-array";
import type { Axis } from "./document.js";

const formatTick = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6 });
const formatFarTick = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, notation: "scientific" });
/** Outside of these, digits would be counted rather than read. */
const [SMALLEST_PLAIN, LARGEST_PLAIN] = [1e-4, 1e9];

function tick(value: number) {
  const isPlain = value === 0 || (Math.abs(value) >= SMALLEST_PLAIN && Math.abs(value) < LARGEST_PLAIN);
  return { value, label: (isPlain ? formatTick : formatFarTick).format(value) };
}

/** Room left on each side of the outermost values, as a factor. */
const MARGIN = 1.3;
/** A logarithmic axis spans at least this factor, so that it always holds a tick and noise does not fill it. */
const SMALLEST_SPAN = 6;
/** Powers of ten that have a tick. */
const MOST_POWERS = 10;

/** A logarithmic axis around the values above 0; others have no place on it. */
export function logAxis(title: string, values: readonly number[]): Axis {
  const { min, max } = logExtent(values);
  const [lowest, highest] = [Math.log10(min), Math.log10(max)];
  const decades = highest - lowest;
  const steps = decades <= 2 ? [1, 2, 5] : decades <= 4 ? [1, 3] : [1];
  const apart = Math.max(1, Math.ceil(decades / MOST_POWERS));
  const round: number[] = [];
  for (let power = apart * Math.floor(lowest / apart); power <= highest; power += apart) {
    round.push(...steps.map((step) => Number(`${step}e${power}`)));
  }
  return { title, scale: "log", min, max, ticks: round.filter((value) => value >= min && value <= max).map(tick) };
}

/** The span of a logarithmic axis around the values above 0; of none, 1 to 10. Finite, and above 0 itself, whatever the values. */
function logExtent(values: readonly number[]): { readonly min: number; readonly max: number } {
  const [lowest, highest] = extent(values.filter((value) => value > 0 && Number.isFinite(value)));
  if (lowest === undefined || highest === undefined) return { min: 1, max: 10 };
  const widen = Math.max(MARGIN, Math.sqrt(SMALLEST_SPAN / (highest / lowest)));
  return { min: Math.max(lowest / widen, Number.MIN_VALUE), max: Math.min(highest * widen, Number.MAX_VALUE) };
}

/** A linear axis from `min` to `max` with about `amount` ticks. */
export function linearAxis(title: string, { min, max }: { min: number; max: number }, amount: number): Axis {
  return { title, scale: "linear", min, max, ticks: ticks(min, max, amount).map(tick) };
}

/** Ticks of a time axis: more would run into each other on a phone. */
const MOST_TIMES = 4;

const DAY = 86_400_000;
const DAY_OF_MONTH = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A linear axis of milliseconds since 1970 around the times, with ticks at some of them: hours, days or months, by how far apart they are. */
export function timeAxis(times: readonly number[]): Axis {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const [first = 0, last = 1] = [sorted[0], sorted.at(-1)];
  const margin = (last - first || 1) / 20;
  const apart = (last - first) / MOST_TIMES;
  const chosen: number[] = [];
  for (const time of sorted) if (time === first || time - chosen.at(-1)! >= apart) chosen.push(time);
  const label = (time: number): string => {
    if (last - first > 300 * DAY) return new Date(time).toISOString().slice(0, 7);
    return last - first < DAY ? new Date(time).toISOString().slice(11, 16) : DAY_OF_MONTH.format(time);
  };
  return {
    title: "",
    scale: "linear",
    min: first - margin,
    max: last + margin,
    ticks: chosen.map((value) => ({ value, label: label(value) })),
  };
}
