/** The steadiness of each cell in numbers. */
import type { ReportRow, Table } from "../document.js";
import { formatDeviation, formatRatio, formatSize } from "../format.js";
import { describeStep, NOTABLE_DRIFT, type Strip } from "./sampleStrips.js";

/** A row a strip, folded. */
export function tabulateSteadiness(strips: readonly Strip[]): Table {
  const several = new Set(strips.map(({ configuration }) => configuration)).size > 1;
  const number = (title: string) => ({ title, align: "number" as const });
  return {
    kind: "table",
    id: "steadiness",
    caption:
      "Steadiness of each cell: coefficient of variation, drift, clear steps, and outliers by Tukey's fences, which stay in",
    folded: true,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      ...(several ? [{ title: "Measured with", align: "text" as const }] : []),
      number("samples"),
      number("variation, %"),
      number("drift"),
      { title: "Clear step", align: "text" as const },
      number("mild outliers"),
      number("severe outliers"),
    ],
    rows: strips.map(({ network, result, configuration, stability, step }, index): ReportRow => {
      return {
        startsGroup: result.network !== strips[index - 1]?.result.network,
        cells: [
          network.name,
          formatSize(result.size),
          ...(several ? [configuration.name] : []),
          `${stability.samples}`,
          formatRatio(stability.variation * 100),
          {
            text: formatDeviation(stability.drift),
            tone: Math.abs(stability.drift) > NOTABLE_DRIFT ? "warning" : "plain",
          },
          step
            ? {
                text: describeStep(step),
                tone: Math.abs(step.ratio - 1) > NOTABLE_DRIFT ? ("warning" as const) : ("plain" as const),
              }
            : "",
          `${stability.mildOutliers}`,
          `${stability.severeOutliers}`,
        ],
      };
    }),
  };
}
