/** Where samples stand in a drawing. */

export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly top: number;
  readonly right: number;
}

export interface Geometry {
  /** Of the sample with that index. */
  readonly x: (index: number) => number;
  readonly y: (ms: number) => number;
  readonly ticksMs: readonly number[];
}

/** A microsecond: where clocks are coarse every sample may be zero. */
const LEAST_MS = 0.001;

/** Runs from left to right, milliseconds from zero up: a cut axis would make noise look large. */
export function layOutSamples(samplesMs: readonly number[], runs: number, frame: ChartFrame): Geometry {
  const highest = Math.max(...samplesMs, LEAST_MS) * 1.08;
  const step = niceStep(highest / 4);
  const most = Math.ceil(highest / step) * step;
  const [across, up] = [frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom];
  const columns = Math.max(runs, samplesMs.length, 2) - 1;
  return {
    x: (index) => frame.left + (across * index) / columns,
    y: (ms) => frame.top + up * (1 - ms / most),
    ticksMs: Array.from({ length: Math.round(most / step) + 1 }, (_, index) => index * step),
  };
}

/** 1, 2 or 5 times a power of ten, not below the given number. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}
