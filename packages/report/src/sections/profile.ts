/** Where the time of each profiled cell goes, layer by layer. */
import { type Block, type Icicle, list, paragraph, type Section, type Text } from "../document.js";
import { formatMeasured, formatQuantity } from "../format.js";
import type { Run } from "../runs.js";
import { MOST_PANELS } from "./drawingLimits.js";
import { listProfiled, listUnprofiled, nameRow, type ProfiledCell } from "./profiledCells.js";
import { drawIcicle, sharesByStage } from "./profileIcicle.js";
import { tabulateProfile } from "./profileTable.js";
import { formatShare } from "./rooflineTable.js";

/** Stages of a network that a sentence names. */
const NAMED_STAGES = 4;

/** `undefined` unless a result has a profile, or says why it has none. */
export function buildProfile(runs: readonly Run[]): Section | undefined {
  const cells = listProfiled(runs);
  const unprofiled = [...listUnprofiled(runs)];
  if (cells.length === 0 && unprofiled.length === 0) return undefined;
  const shown = cells.slice(0, MOST_PANELS);
  const blocks: readonly Block[] = [
    ...(shown.length === 0 ? [] : [paragraph(HOW_TO_READ), list(shown.map(describeCell)), drawCells(shown)]),
    ...(cells.length > shown.length
      ? [paragraph(`Shown are the first ${MOST_PANELS} of ${formatQuantity(cells.length, "profiled cell")}.`)]
      : []),
    ...shown.map((cell, index) => tabulateProfile(cell, `profile-${index + 1}`)),
    ...(unprofiled.length === 0
      ? []
      : [
          paragraph("Without a profile:"),
          list(unprofiled.map(([runtime, reason]) => [{ strong: runtime }, `, ${reason}.`])),
        ]),
  ];
  const summary = `${formatQuantity(cells.length, "cell")} layer by layer`;
  return { id: "profile", title: "Where the time goes", summary, blocks };
}

const HOW_TO_READ: Text =
  "Medians of the runtime's own kernel times, of other runs than the timed ones: to profile costs time, so the sum may lie above the latency. " +
  "A kernel that computes several layers has one time, which is not divided. Folded layers went into the weights of another; inserted kernels " +
  "move values from one layout to the next and stem from the runtime. FLOPs are the useful ones; bytes are inputs, weights and outputs once each. More than 100 % of the roof is no error: caches keep bytes, and the " +
  "roof is what a matrix product reached at another moment.";

/** Below this share of a whole run, medians of kernels were taken from other moments than the median run. */
const LEAST_COHERENT = 0.75;

/** A neighbour on the machine delays another kernel in each run, which no kernel's median shows, but every run's time does. */
function describeDisturbance({ profile: { runMs }, totalMs }: ProfiledCell): string {
  if (totalMs >= LEAST_COHERENT * runMs) return "";
  return `; disturbed: the kernels' medians make up ${formatMeasured(totalMs)} of a run's ${formatMeasured(runMs)} ms`;
}

function describeCell(cell: ProfiledCell): Text {
  const { name, configuration, profile, totalMs } = cell;
  const layers = profile.rows.filter(({ kind }) => kind === "layers").toSorted((a, b) => b.medianMs - a.medianMs);
  let half = 0;
  let amount = 0;
  while (half < totalMs / 2 && amount < layers.length) half += layers[amount++]!.medianMs;
  const stages = sharesByStage(cell).slice(0, NAMED_STAGES);
  const concentration =
    half < totalMs / 2
      ? "less than half of the time is in layers"
      : `half of the time is in ${amount} of ${formatQuantity(layers.length, "group")} of layers, most in ${nameRow(layers[0]!)}`;
  return [
    { strong: `${name}, ${configuration.name}` },
    `: ${concentration}; ${stages.map(({ stage, share }) => `${stage} ${formatShare(share)}`).join(", ")}${describeDisturbance(cell)}.`,
  ];
}

function drawCells(cells: readonly ProfiledCell[]): Icicle {
  return {
    kind: "icicle",
    id: "chart-profile",
    caption:
      "Each bar is as wide as its share of the time: parts of the network above, their blocks below them, kernels at the bottom; grey is time in no layer.",
    panels: cells.map(drawIcicle),
  };
}
