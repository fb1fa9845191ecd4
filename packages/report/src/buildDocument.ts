/** Result files in, the report's sections out: the order in which a reader needs them. */
import type { ResultFile } from "@linknet-kit/bench/result";
import type { Document } from "./document.js";
import { formatDate, formatQuantity } from "./format.js";
import { arrangeRuns } from "./runs.js";
import type { PredictedDevice } from "./predicted.js";
import { buildAllResults } from "./sections/allResults.js";
import { buildColdStart } from "./sections/coldStart.js";
import { buildEnvironment } from "./sections/environment.js";
import { buildForwardPass } from "./sections/forwardPass.js";
import { buildLatencyByOperations } from "./sections/latencyByOperations.js";
import { buildLatencyByResolution } from "./sections/latencyByResolution.js";
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
  buildOperations,
  buildLatencyByOperations,
  buildRoofline,
  buildProfile,
  buildLatencyByResolution,
  buildTrend,
  buildColdStart,
  buildStability,
  buildAllResults,
  buildNotMeasured,
  buildEnvironment,
] as const;

/** The same files always give the same document: nothing is read from the clock or the machine. */
export function buildDocument(files: readonly ResultFile[], predicted: readonly PredictedDevice[] = []): Document {
  const runs = arrangeRuns(files);
  const [run] = runs;
  const subject = runs.length > 1 ? formatQuantity(runs.length, "result file") : (run?.machine ?? "no results");
  const dates = files.map(({ createdAt }) => createdAt).toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  const period =
    first && last ? [...new Set([first, last].map((date) => formatDate(date).slice(0, 10)))].join(" to ") : "";
  return {
    title: "Hardware report",
    subtitle: [subject, period].filter(Boolean).join(", "),
    sections: [
      buildVerdict(runs),
      ...(runs.length > 0
        ? [buildForwardPass(runs, predicted), ...builders.flatMap((build) => build(runs) ?? [])]
        : []),
    ],
  };
}
