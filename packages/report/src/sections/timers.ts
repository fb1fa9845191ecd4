/** How the times of Table II came about: three kinds that no timer makes equal. */
import { PAPER_URL } from "@linknet-kit/models/published";
import type { Fold, Text } from "../document.js";
import type { PredictedDevice } from "../predicted.js";
import { describeCommonTraits, type Run } from "../runs.js";

export function explainTable2(runs: readonly Run[], predicted: readonly PredictedDevice[]): Fold {
  const common = describeCommonTraits(runs);
  const items: readonly Text[] = [
    [
      { strong: "Measured" },
      `${common && ` (${common})`}: region `,
      { code: "host" },
      ", from the input tensor in host memory to the output tensor readable in host memory, so copies are inside; the median after a warm-up.",
    ],
    [
      { strong: "Published" },
      " (",
      { link: "the paper", url: PAPER_URL },
      "): the authors' timer holds the upload of the image and the download of the result, primes once and takes a mean. " +
        'The paper does not say whether its "Titan X" is the Maxwell or the Pascal card.',
    ],
    ...predicted.map(describePrediction),
    "A dash is the paper's own: the network could not run there. Where a cell is empty, the paper has no such figure or the cell was " +
      "not in the suite. A word instead of a number is the result's status, and a tilde marks a noisy measurement.",
  ];
  return { kind: "fold", title: "How these times were taken", blocks: [{ kind: "list", items }] };
}

function describePrediction({ title, error }: PredictedDevice): Text {
  return [{ strong: `Predicted: ${title}` }, `, from times of the other networks only; ${error}.`];
}
