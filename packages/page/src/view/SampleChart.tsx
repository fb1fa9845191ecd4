import type { Latency } from "@linknet-kit/results";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatMeasured, formatQuantity } from "../format.js";
import { type ChartFrame, layOutSamples } from "./chartGeometry.js";

interface Props {
  readonly samplesMs: readonly number[];
  /** How many there will be. */
  readonly runs: number;
  /** Of all samples, once they are all there. */
  readonly latency: Latency | undefined;
}

const HEIGHT = 240;

/** Every sample in the order it was taken; its scale starts at zero. */
export function SampleChart({ samplesMs, runs, latency }: Props) {
  const [figure, width] = useWidth();
  const frame: ChartFrame = { width, height: HEIGHT, left: 48, right: 8, top: 10, bottom: 28 };
  const { x, y, ticksMs } = layOutSamples(samplesMs, runs, frame);
  const end = width - frame.right;
  const label = latency
    ? `${formatQuantity(samplesMs.length, "sample")} with a median of ${formatMeasured(latency.medianMs)} ms`
    : formatQuantity(samplesMs.length, "sample");
  return (
    <figure ref={figure}>
      <svg class="samples" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {samplesMs.length > 0 &&
          ticksMs.map((ms) => (
            <g key={ms}>
              <line class="grid" x1={frame.left} x2={end} y1={y(ms)} y2={y(ms)} />
              <text x={frame.left - 8} y={y(ms)} dy="0.32em" text-anchor="end">
                {Number(ms.toPrecision(6))}
              </text>
            </g>
          ))}
        {latency && (
          <>
            <rect
              class="interval"
              x={frame.left}
              width={end - frame.left}
              y={y(latency.ciHighMs)}
              height={Math.max(1, y(latency.ciLowMs) - y(latency.ciHighMs))}
            />
            <line class="median" x1={frame.left} x2={end} y1={y(latency.medianMs)} y2={y(latency.medianMs)} />
          </>
        )}
        {samplesMs.map((ms, index) => (
          <circle key={index} cx={x(index)} cy={y(ms)} r={runs > 400 ? 1.5 : 2.5} />
        ))}
        <text x={frame.left} y={HEIGHT - 6}>
          1
        </text>
        <text x={end} y={HEIGHT - 6} text-anchor="end">
          {Math.max(runs, samplesMs.length)}
        </text>
      </svg>
      <figcaption>
        Milliseconds of each run, in the order they were taken{latency && "; line: median, band: its 95 % interval"}
      </figcaption>
    </figure>
  );
}

/** A ref for an element, and its width in pixels. */
function useWidth() {
  const element = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(240, Math.round(entry.contentRect.width)));
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
