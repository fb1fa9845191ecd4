/** The table of several networks, each trained from several seeds: means and spreads of what `linknet evaluate` wrote. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ id: number, name: string, iou?: number }} ClassScore */
/** @typedef {{ parameters: number, macs: number }} Cost */
/** @typedef {{ images: number, cost: Cost, scores: { meanIou: number, pixelAccuracy: number, classes: ClassScore[] } }} Result */
/** @typedef {{ network: string, epochs: number, results: Result[] }} Row */

/** A Markdown table with a paragraph of how it was made.
 * @param {string} folder
 * @param {readonly { network: string, epochs: number, scores: string }[]} runs
 * @param {{ scenes: string, training: string }} commands */
export function summarise(folder, runs, { scenes, training }) {
  const rows = rowsOf(folder, runs);
  const { results } = first(rows);
  const [seeds, { images }] = [results.length, first(results)];
  return [
    "# LinkNet, LinkNet without bypass, ENet and SegNet on generated streets",
    "",
    `Measured, by \`pnpm accuracy\`: each network from ${seeds} seeds, scored on ${images} streets that none was trained or chosen with. Mean IoU in percent: the mean of the seeds, the`,
    "standard deviation between them (of a sample), and each. Networks have about the same time to learn, not the same number of images: a step of SegNet takes five times as long",
    "as one of the others. Streets and settings were chosen by what LinkNet scored on streets of this kind, these among them; the other networks take them as they are.",
    "",
    table(
      ["network", "parameters", "GMACs", "epochs", "mean IoU", "of each seed", "pixel accuracy"],
      rows.map(({ network, epochs, results: own }) => {
        const { parameters, macs } = first(own).cost;
        const ious = own.map(({ scores }) => 100 * scores.meanIou);
        const right = own.map(({ scores }) => 100 * scores.pixelAccuracy);
        const counts = [parameters.toLocaleString("en"), (macs / 1e9).toFixed(3), String(epochs)];
        return [network, ...counts, spread(ious), ious.map((iou) => iou.toFixed(2)).join(", "), spread(right)];
      }),
    ),
    "",
    difference(rows),
    "",
    "IoU of each class in percent, the mean of the seeds:",
    "",
    classTable(rows),
    "",
    `\`linknet scenes scenes ${scenes}\`, then of each \`linknet train scenes --network NAME --seed SEED --epochs EPOCHS ${training}\` and \`linknet evaluate\`.`,
    "",
  ].join("\n");
}

/** @param {string} folder
 * @param {readonly { network: string, epochs: number, scores: string }[]} runs
 * @returns {Row[]} */
function rowsOf(folder, runs) {
  const networks = [...new Set(runs.map(({ network }) => network))];
  return networks.map((network) => {
    const own = runs.filter((run) => run.network === network);
    const results = own.map(({ scores }) => JSON.parse(readFileSync(join(folder, scores), "utf8")).results[0]);
    return { network, epochs: first(own).epochs, results };
  });
}

/** @param {readonly Row[]} rows */
function difference(rows) {
  const of = (/** @type {string} */ name) =>
    rows.find(({ network }) => network === name)?.results.map(({ scores }) => 100 * scores.meanIou) ?? [];
  const [bypass, without] = [of("linknet"), of("linknet-without-bypass")];
  const [least, most] = [Math.min(...bypass), Math.max(...without)];
  const points = mean(bypass) - mean(without);
  const apart =
    least > most
      ? "the worst of its seeds is better than the best without"
      : "seeds differ by as much as the two, so that this says little";
  return `With bypass LinkNet has ${Math.abs(points).toFixed(1)} points ${points < 0 ? "less" : "more"} than without; ${apart}.`;
}

/** @param {readonly Row[]} rows */
function classTable(rows) {
  const names = first(first(rows).results).scores.classes.map(({ name }) => name);
  return table(
    ["class", ...rows.map(({ network }) => network)],
    names.map((name, place) => [
      name,
      ...rows.map(({ results }) =>
        mean(results.map(({ scores }) => 100 * (scores.classes[place]?.iou ?? Number.NaN))).toFixed(1),
      ),
    ]),
  );
}

/** @template T
 * @param {readonly T[]} values */
function first([value]) {
  if (value === undefined) throw new Error("there is nothing to summarise");
  return value;
}

/** @param {readonly number[]} values */
function spread(values) {
  const middle = mean(values);
  const squares = values.map((value) => (value - middle) ** 2);
  const deviation = Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / (values.length - 1));
  return `${middle.toFixed(2)} ± ${deviation.toFixed(2)}`;
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, place) => (place === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
