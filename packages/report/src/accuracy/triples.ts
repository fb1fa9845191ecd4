/** Images with their truth and what networks made of them. */
import { camvid, cityscapes } from "@linknet-kit/metrics";
import type { AccuracyTriple } from "@linknet-kit/results";
import type { Block, PictureItem, Pictures, Section } from "../document.js";
import type { EvaluatedResult, EvaluatedData } from "./evaluated.js";

const SETS = { camvid, cityscapes } as const;
const GREY = [128, 128, 128] as const;

export function buildTriples(data: readonly EvaluatedData[]): Section | undefined {
  const blocks = data.flatMap(({ dataSet, evaluated, title }, index): Block[] => {
    const pictured = evaluated.filter(({ result }) => (result.triples ?? []).length > 0);
    return pictured.length === 0 ? [] : [picturesOf(pictured, dataSet.labels, title, index + 1)];
  });
  const [first] = blocks;
  if (first === undefined) return undefined;
  return { id: "pictures", title: "Pictures", blocks };
}

/** A row an image: what every result made of it stands beside its truth. */
function picturesOf(
  evaluated: readonly EvaluatedResult[],
  labels: keyof typeof SETS,
  title: string,
  number: number,
): Pictures {
  const names = [...new Set(evaluated.flatMap(({ result }) => result.triples!.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const own = evaluated.flatMap((each) => {
      const triple = each.result.triples!.find((one) => one.name === name);
      return triple === undefined ? [] : [{ each, triple }];
    });
    const { image, truth, size } = own[0]!.triple;
    return {
      title: name,
      items: [{ title: "image", source: image, size }, { title: "truth", source: truth, size }, ...distinct(own)],
    };
  });
  const scored = SETS[labels].labels.filter(({ isIgnored }) => isIgnored !== true);
  return {
    kind: "pictures",
    id: `pictures-${number}`,
    caption: `Images, their truth, and what was predicted for them, of ${title}. Black is ignored.`,
    legend: scored.map(({ name, colour = GREY }) => ({ label: name, rgb: colour })),
    rows,
  };
}

interface Pictured {
  readonly each: EvaluatedResult;
  readonly triple: AccuracyTriple;
}

/** Runtimes of one network often predict the same to the pixel: one picture is enough, with all names. */
function distinct(own: readonly Pictured[]): readonly PictureItem[] {
  const names = new Map<string, string[]>();
  for (const { each, triple } of own)
    names.set(triple.prediction, [...(names.get(triple.prediction) ?? []), each.name]);
  return [...names].map(([source, titles]) => {
    const { size } = own.find(({ triple }) => triple.prediction === source)!.triple;
    return { title: titles.join("; "), source, size };
  });
}
