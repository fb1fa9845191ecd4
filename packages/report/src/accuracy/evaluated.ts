/** Accuracy files arranged for reporting: every result with the data that it is of, a name that tells it from the others, and a colour. */
import { cleanText } from "@linknet-kit/base";
import { LABEL_SETS, describeImages } from "@linknet-kit/metrics";
import { isPublished, publishedNetworks } from "@linknet-kit/models/published";
import type { AccuracyFile, AccuracyResult } from "@linknet-kit/results";
import { cleanStrings } from "../cleanText.js";
import type { ColourSlot } from "../document.js";
import { formatNetwork, formatSize } from "../format.js";
import { networkKey } from "../runs.js";

export interface EvaluatedResult {
  readonly file: AccuracyFile;
  readonly result: AccuracyResult;
  /** As short as tells it from the others: `LinkNet`, `LinkNet, labels.onnx, tfjs/wasm`. */
  readonly name: string;
  /** The network alone, for drawings. */
  readonly short: string;
  readonly colour: ColourSlot;
}

/** Of one data set: figures of others are no comparison. */
export interface EvaluatedData {
  readonly dataSet: AccuracyFile["dataSet"];
  readonly title: string;
  readonly evaluated: readonly EvaluatedResult[];
}

/** In the order of the files; strings are cleaned here. */
export function arrangeAccuracy(given: readonly AccuracyFile[]): readonly EvaluatedData[] {
  const files = given.map(cleanAccuracy);
  const groups = new Map<string, AccuracyFile[]>();
  for (const file of files) {
    const { name, labels, split, images, isGenerated } = file.dataSet;
    const key = JSON.stringify([name, labels, split, images, isGenerated]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const networks = [...new Set(files.flatMap(({ results }) => results.map(colourKey)))];
  const own = networks.filter((network) => !isPublished(network));
  const colours = new Map([...publishedNetworks, ...own].map((network, colour) => [network, colour]));
  return [...groups.values()].map((group) => {
    const pairs = group.flatMap((file) => file.results.map((result) => ({ file, result })));
    const names = namesOf(pairs.map(({ result }) => result));
    const { dataSet } = group[0]!;
    return {
      dataSet,
      title: `${dataSet.name}, ${dataSet.split} (${describeImages(dataSet.images, { ...dataSet, labels: LABEL_SETS[dataSet.labels] })})`,
      evaluated: pairs.map((pair, index) => {
        const short = traits[0]!(pair.result);
        return { ...pair, name: names[index]!, short, colour: colours.get(colourKey(pair.result))! };
      }),
    };
  });
}

/** A network of another width than the paper's is another network. */
function colourKey({ network, width = 1 }: AccuracyResult): string {
  return width === 1 ? networkKey(network) : `${networkKey(network)} x${width}`;
}

/** Pictures are longer than any text that is shown, and were checked when they were read. */
function cleanAccuracy(file: AccuracyFile): AccuracyFile {
  const triples = file.results.map((result) => result.triples);
  const bare = { ...file, results: file.results.map(({ triples: _pictures, ...result }) => result) };
  const clean = cleanStrings(bare) as AccuracyFile;
  const results = clean.results.map((result, index): AccuracyResult => {
    const own = triples[index]?.map((triple) => ({ ...triple, name: cleanText(triple.name) }));
    return own === undefined ? result : { ...result, triples: own };
  });
  return { ...clean, results };
}

const traits: readonly ((result: AccuracyResult) => string)[] = [
  ({ network, width = 1 }) => `${formatNetwork(network)}${width === 1 ? "" : ` x${width}`}`,
  ({ size }) => formatSize(size),
  ({ artifact }) => artifact,
  ({ output }) => output,
  ({ dtype }) => dtype,
  ({ runtime }) => runtime,
  ({ mean }) =>
    mean.every((share) => share === 0) ? "no mean" : `mean ${mean.map((share) => share.toFixed(2)).join(",")}`,
];

/** The network, and of the rest what differs until names do. */
function namesOf(results: readonly AccuracyResult[]): readonly string[] {
  const chosen = traits.slice(0, 1);
  const names = (): readonly string[] => results.map((result) => chosen.map((trait) => trait(result)).join(", "));
  for (const trait of traits.slice(1)) {
    const distinct = new Set(names()).size;
    if (distinct === results.length) break;
    chosen.push(trait);
    if (new Set(names()).size === distinct) chosen.pop();
  }
  return names();
}
