import { visibleText } from "@linknet-kit/base";
import type { Latency } from "@linknet-kit/results";
import { summariseLatency } from "@linknet-kit/results/statistics";
import { useEffect, useRef } from "preact/hooks";
import { formatMeasured, formatQuantity } from "../format.js";
import type { RunState } from "../state.js";
import { SampleChart } from "./SampleChart.js";
import { checkOf, isWrong, loadMsOf } from "./resultText.js";

/** The run that is going on, or the last one: figures, and every sample as it comes. */
export function RunPanel({ run }: { readonly run: RunState | undefined }) {
  const panel = useRef<HTMLElement>(null);
  const isRunning = run?.phase === "running";
  // On a phone it stands below what was chosen.
  useEffect(() => {
    if (isRunning) panel.current?.scrollIntoView({ block: "nearest" });
  }, [isRunning]);
  if (run === undefined) {
    return (
      <section class="run" aria-label="Run">
        <h2>Nothing has run yet</h2>
        <p class="muted">
          Load, first run and every later run are timed apart, from an image in memory to an output that can be read.
          The median comes with its 95 % interval, and the 90th percentile only from 64 runs on: fewer say nothing about
          the tail.
        </p>
        <p class="muted">Close other tabs and let the machine rest: a browser shares its processor with all of them.</p>
      </section>
    );
  }
  const latency = latencyOf(run);
  return (
    <section class="run" aria-label="Run" ref={panel}>
      <h2>{run.title}</h2>
      <p role="status" class={hasFailed(run) ? "failure step" : "muted step"}>
        {run.phase === "running" ? `${visibleText(run.step)} ...` : visibleText(run.step)}
      </p>
      <progress aria-label="Runs" max={run.runs} value={run.samplesMs.length} hidden={run.phase !== "running"} />
      <Figures run={run} latency={latency} />
      {(isRunning || run.samplesMs.length > 0) && (
        <SampleChart samplesMs={run.samplesMs} runs={run.runs} latency={isRunning ? undefined : latency} />
      )}
    </section>
  );
}

function hasFailed({ phase, measured }: RunState): boolean {
  return phase === "failed" || (measured !== undefined && isWrong(measured.result));
}

/** Once there is a result, its own or none: samples of a run whose output is wrong are drawn, and stand for nothing. */
function latencyOf({ samplesMs, measured }: RunState): Latency | undefined {
  if (measured !== undefined) return measured.result.latency;
  return samplesMs.length > 0 ? summariseLatency(samplesMs) : undefined;
}

function Figures({ run, latency }: { readonly run: RunState; readonly latency: Latency | undefined }) {
  const { loaded, measured } = run;
  const result = measured?.result;
  const load = loadMsOf(loaded?.loadTimes ?? result?.load);
  const images = result?.batch ?? 1;
  return (
    <dl class="figures">
      <Figure
        label="Median"
        value={latency && formatMeasured(latency.medianMs)}
        unit="ms"
        detail={latency && `95 % interval ${formatMeasured(latency.ciLowMs)} to ${formatMeasured(latency.ciHighMs)} ms`}
      />
      <Figure
        label="90th percentile"
        value={latency?.p90Ms === undefined ? undefined : formatMeasured(latency.p90Ms)}
        unit="ms"
        detail={
          latency && (latency.p90Ms === undefined ? "needs 64 runs" : formatQuantity(run.samplesMs.length, "run"))
        }
      />
      <Figure
        label="Throughput"
        value={latency && formatMeasured((1000 * images) / latency.medianMs)}
        unit="images/s"
        detail={latency && "at the median"}
      />
      <Figure label="Load" value={load && formatMeasured(load.sum)} unit="ms" detail={load?.parts} />
      <Figure
        label="First run"
        value={result?.firstRunMs === undefined ? undefined : formatMeasured(result.firstRunMs)}
        unit="ms"
        detail={result?.warmupRuns === undefined ? "" : formatQuantity(result.warmupRuns, "warm-up run")}
      />
      <OutputCheck run={run} />
    </dl>
  );
}

function OutputCheck({ run: { measured } }: { readonly run: RunState }) {
  const check = measured && checkOf(measured.result);
  return (
    <div class={check?.passed === false ? "bad" : undefined}>
      <dt>Output check</dt>
      <dd class="value word">{check?.word ?? "–"}</dd>
      <dd class="detail">{check?.detail}</dd>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly unit: string;
  readonly detail: string | undefined;
}

function Figure({ label, value, unit, detail }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="value">
        {value ?? "–"}
        {value !== undefined && <span class="unit">{unit}</span>}
      </dd>
      <dd class="detail">{detail}</dd>
    </div>
  );
}
