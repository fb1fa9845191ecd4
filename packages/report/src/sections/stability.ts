/** The samples of each cell in the order they were taken: a slope or a step is throttling, or a neighbour on the machine. */
import type { StepChange } from "@linknet-kit/results/statistics";
import { extent, group, median } from "d3-array";
import { linearAxis } from "../axes.js";
import { type Block, type Chart, type Panel, paragraph, type Plot, type Section, type Text } from "../document.js";
import { formatDeviation, formatEnumeration, formatMeasured, formatQuantity, formatSize } from "../format.js";
import type { Run } from "../runs.js";
import { describeStep, listStrips, NOTABLE_DRIFT, type Strip } from "./sampleStrips.js";
import { tabulateSteadiness } from "./steadinessTable.js";

const MOST_STRIPS = 48;
const MOST_ROWS = 500;

/** An axis never zooms in past this share of the median, so that steady samples look steady. */
const NARROWEST_VIEW = 0.1;

/** The section; `undefined` where nothing was measured. */
export function buildStability(runs: readonly Run[]): Section | undefined {
  const strips = listStrips(runs);
  if (strips.length === 0) return undefined;
  const shown = strips.slice(0, MOST_STRIPS);
  const blocks: Block[] = [
    paragraph(describeDrift(strips)),
    paragraph(describeSteps(strips)),
    ...[...group(shown, ({ configuration }) => configuration)].map(([{ name }, own], index) =>
      drawStrips(`chart-samples-${index + 1}`, describeStrips(name, index === 0), own),
    ),
    ...explainHidden(strips.length),
    tabulateSteadiness(chooseListed(strips)),
  ];
  return { id: "stability", title: "Samples", summary: summarise(strips), blocks };
}

function summarise(strips: readonly Strip[]): string {
  const unsteady = strips.filter(({ stability, step }) => Math.abs(stability.drift) > NOTABLE_DRIFT || step).length;
  if (unsteady === 0) return "no cell drifts or steps";
  if (unsteady === strips.length)
    return unsteady === 1 ? "the cell drifts or steps" : `all ${unsteady} cells drift or step`;
  return `${unsteady} of ${formatQuantity(strips.length, "cell")} ${unsteady === 1 ? "drifts or steps" : "drift or step"}`;
}

/** All where there is room, else those that drift most, in the order they came. */
function chooseListed(strips: readonly Strip[]): readonly Strip[] {
  const drift = ({ stability }: Strip): number => Math.abs(stability.drift);
  const most = new Set(strips.toSorted((a, b) => drift(b) - drift(a)).slice(0, MOST_ROWS));
  return strips.filter((strip) => most.has(strip));
}

function explainHidden(amount: number): readonly Block[] {
  if (amount <= MOST_STRIPS) return [];
  const table = amount <= MOST_ROWS ? "the table has all" : `the table has the ${MOST_ROWS} that drift most`;
  return [paragraph(`Drawn are the first ${MOST_STRIPS} of ${formatQuantity(amount, "cell")}; ${table}.`)];
}

/** How to read the panels is said once, above the first. */
function describeStrips(name: string, first: boolean): Text {
  if (!first) return [{ strong: name }];
  return [
    { strong: name },
    ": every sample in the order it was taken, in ms; the dashed line is the median, before and after a clear step where there is one. Each panel has its own scale, " +
      `never closer than ±${NARROWEST_VIEW * 100} % of the median.`,
  ];
}

function drawStrips(id: string, caption: Text, strips: readonly Strip[]): Chart {
  return { kind: "chart", id, caption, legend: [], shape: "strip", panels: strips.map(drawStrip) };
}

function describeDrift(strips: readonly Strip[]): string {
  const percent = `${NOTABLE_DRIFT * 100} %`;
  const drifting = strips
    .filter(({ stability }) => Math.abs(stability.drift) > NOTABLE_DRIFT)
    .toSorted((a, b) => Math.abs(b.stability.drift) - Math.abs(a.stability.drift));
  const meaning = "from the first quarter of the samples to the last";
  if (drifting.length === 0) return `No cell's median moves by more than ${percent} ${meaning}.`;
  const worst = drifting.slice(0, 5).map(describeCell);
  const more = drifting.length > worst.length ? [`${drifting.length - worst.length} more`] : [];
  return (
    `${formatQuantity(drifting.length, "cell")} of ${strips.length} moved by more than ${percent} ${meaning}: ` +
    `${formatEnumeration([...worst, ...more])}. A slope or a step is throttling, or a neighbour on the machine.`
  );
}

/** How sure a step is says nothing about how high it is, so that the highest are named first. */
function describeSteps(strips: readonly Strip[]): string {
  const stepped = strips
    .flatMap(({ step, ...strip }) => (step ? [{ ...strip, step }] : []))
    .toSorted((a, b) => Math.abs(Math.log(b.step.ratio)) - Math.abs(Math.log(a.step.ratio)));
  if (stepped.length === 0) return "No cell has a clear step.";
  const highest = stepped.slice(0, 5).map(({ network, result, configuration, step }) => {
    return `${network.name} ${formatSize(result.size)} with ${configuration.name} (${describeStep(step)})`;
  });
  const more = stepped.length > highest.length ? [`${stepped.length - highest.length} more`] : [];
  return (
    `${formatQuantity(stepped.length, "cell")} of ${strips.length} ${stepped.length === 1 ? "has" : "have"} a clear step, ` +
    `where samples in no order would give about one in a hundred: ${formatEnumeration([...highest, ...more])}.`
  );
}

function describeCell({ network, result, configuration, stability }: Strip): string {
  return `${network.name} ${formatSize(result.size)} with ${configuration.name} (${formatDeviation(stability.drift)})`;
}

function drawStrip({ network, result, stability, step }: Strip): Panel {
  const { samplesMs, medianMs } = result.latency;
  const [lowest = medianMs, highest = medianMs] = extent(samplesMs);
  const y = {
    min: Math.max(0, Math.min(lowest, medianMs * (1 - NARROWEST_VIEW))),
    max: Math.max(highest, medianMs * (1 + NARROWEST_VIEW)) || 1,
  };
  const last = Math.max(2, samplesMs.length);
  const plot: Plot = {
    x: {
      title: "",
      scale: "linear",
      min: 1,
      max: last,
      ticks: [1, last].map((value) => ({ value, label: `${value}` })),
    },
    y: linearAxis("", y, 3),
    series: [
      {
        colour: network.colour,
        mark: samplesMs.length > 1 ? "none" : "filled",
        line: "solid",
        points: samplesMs.map((sample, index) => ({ x: index + 1, y: sample })),
      },
      { colour: network.colour, mark: "none", line: "reference", points: drawLevels(samplesMs, last, step) },
    ],
  };
  return {
    title: `${network.name} ${formatSize(result.size)}`,
    description:
      `${formatQuantity(stability.samples, "sample")} around a median of ${formatMeasured(medianMs)} ms, ` +
      `from ${formatMeasured(lowest)} to ${formatMeasured(highest)}; drift ${formatDeviation(stability.drift)}${step ? `; ${describeStep(step)}` : ""}.`,
    plot,
  };
}

/** The median of all samples, or those of the samples on either side of a step. */
function drawLevels(samplesMs: readonly number[], last: number, step: StepChange | undefined) {
  const level = (from: number, to: number): number => median(samplesMs.slice(from, to)) ?? 0;
  const ends = step === undefined ? [0, last] : [0, step.index, last];
  return ends.slice(1).flatMap((end, index) => {
    const start = ends[index]!;
    const y = level(start, end);
    return [
      { x: start + 1, y },
      { x: end, y },
    ];
  });
}
