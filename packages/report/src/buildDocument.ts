/** Result files in, the report's sections out: the order in which a reader needs them. */
import type { AccuracyFile, ResultFile, TrainingCurves } from "@linknet-kit/results";
import { buildAccuracy } from "./accuracy/accuracySection.js";
import { arrangeAccuracy } from "./accuracy/evaluated.js";
import { buildTradeOff } from "./accuracy/tradeOff.js";
import { buildTraining } from "./accuracy/trainingSection.js";
import { buildTriples } from "./accuracy/triples.js";
import type { Document, Section } from "./document.js";
import { formatDate, formatQuantity } from "./format.js";
import type { PredictedDevice } from "./predicted.js";
import { arrangeRuns, type Run } from "./runs.js";
import { buildAllResults } from "./sections/allResults.js";
import { buildColdStart } from "./sections/coldStart.js";
import { buildEnvironment } from "./sections/environment.js";
import { buildForwardPass } from "./sections/forwardPass.js";
import { buildGraphs } from "./sections/graphs.js";
import { buildNotMeasured } from "./sections/notMeasured.js";
import { buildOperations } from "./sections/operations.js";
import { buildProfile } from "./sections/profile.js";
import { buildRoofline } from "./sections/roofline.js";
import { buildRuntimesCompared } from "./sections/runtimesCompared.js";
import { buildStability } from "./sections/stability.js";
import { buildTrend } from "./sections/trend.js";
import { buildVerdict } from "./sections/verdict.js";

/** What follows the verdict and the paper's table; a section that has nothing to say may be left out. */
const builders = [
  buildRuntimesCompared,
  buildTrend,
  buildOperations,
  buildRoofline,
  buildProfile,
  buildGraphs,
  buildColdStart,
  buildStability,
  buildAllResults,
  buildNotMeasured,
  buildEnvironment,
] as const;

/** What is reported beside results: what networks learnt, and how. */
export interface ReportedAccuracy {
  readonly accuracy?: readonly AccuracyFile[];
  readonly trainings?: readonly TrainingCurves[];
}

/** The same files always give the same document: nothing is read from the clock or the machine. */
export function buildDocument(
  files: readonly ResultFile[],
  predicted: readonly PredictedDevice[] = [],
  { accuracy = [], trainings = [] }: ReportedAccuracy = {},
): Document {
  const runs = arrangeRuns(files);
  const data = arrangeAccuracy(accuracy);
  const learnt = [buildAccuracy(data), buildTradeOff(data, runs), buildTriples(data), buildTraining(trainings)];
  const learntSections = learnt.filter((section) => section !== undefined);
  if (files.length === 0 && learntSections.length > 0) return accuracyDocument(accuracy, learntSections);
  const [run] = runs;
  const subject =
    runs.length > 1 ? [formatQuantity(files.length, "result file")] : run ? describeComputer(run) : ["no results"];
  const dates = files.map(({ createdAt }) => createdAt).toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  const period =
    first && last ? [...new Set([first, last].map((date) => formatDate(date).slice(0, 10)))].join(" to ") : "";
  return {
    title: learntSections.length > 0 ? "Hardware and accuracy report" : "Hardware report",
    subtitle: [...subject, period].filter(Boolean).join(", "),
    sections: [
      buildVerdict(runs),
      ...learntSections,
      ...(runs.length === 0 ? [] : [buildForwardPass(runs, predicted), ...builders.map((build) => build(runs))]),
    ].filter((section) => section !== undefined),
  };
}

function accuracyDocument(accuracy: readonly AccuracyFile[], sections: readonly Section[]): Document {
  const days = [...new Set(accuracy.map(({ createdAt }) => formatDate(createdAt).slice(0, 10)))].toSorted();
  const results = accuracy.flatMap((file) => file.results);
  const counted = results.length === 0 ? "trainings" : formatQuantity(results.length, "evaluation");
  return { title: "Accuracy report", subtitle: [counted, ...days].join(", "), sections };
}

/** `AMD EPYC`, `2 cores`, `Debian GNU/Linux 12`, `Node 20.20.2`: no page in a browser has the last. */
function describeComputer({ machine, file: { environment } }: Run): readonly string[] {
  const { cpu, os, node } = environment;
  const cores =
    cpu.allowedCores === cpu.logicalCores
      ? formatQuantity(cpu.logicalCores, "core")
      : `${cpu.allowedCores} of ${formatQuantity(cpu.logicalCores, "core")}`;
  return [machine, cores, os, ...(node ? [`Node ${node.replace(/^v/, "")}`] : [])];
}
