/** Figures as far out as a result file may hold them: whatever it says, there is a report, and everything in it has its place. */
import { type ResultFile, resultFileSchema } from "@linknet-kit/results";
import { expect, test } from "vitest";
import { buildDocument } from "./buildDocument.js";
import { exampleFile, exampleNetworks, exampleMeasurement, sizes } from "./exampleResults.test.fixture.js";
import { renderHtml } from "./html/renderHtml.js";
import { renderMarkdown } from "./markdown/renderMarkdown.js";

const roofs = [{ runtime: "onnxruntime-node", device: "cpu", threads: 2, gflops: 100, gigabytesPerSecond: 10 }];
const [network] = exampleNetworks;
const file = exampleFile(
  sizes.slice(0, 2).map((size) => exampleMeasurement(network!, size)),
  { roofs },
);
const EXTREMES = [0, 1e-12, 1e-9, 1e12, 1e21, Number.MAX_SAFE_INTEGER];

type Path = readonly (string | number)[];

/** Of every number in the file; of a list of samples the first. */
function numbersIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === "number") return [path];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const few = entries.filter(([key]) => typeof key === "string" || key < 2);
  return few.flatMap(([key, each]) => numbersIn(each, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: Path, by: number): unknown {
  if (key === undefined) return by;
  const entries = value as Record<string | number, unknown>;
  const inner = replaced(entries[key], rest, by);
  return Array.isArray(value) ? value.with(key as number, inner) : { ...entries, [key]: inner };
}

/** What a reader sees of it that is no figure and no text. */
function faultsIn(changed: ResultFile): readonly string[] {
  const document = buildDocument([changed]);
  const shown = renderHtml(document).replace(/<script[^]*?<\/script>/g, "") + renderMarkdown(document);
  return [...shown.matchAll(/\b(NaN|Infinity|undefined)\b/g)].map(({ index }) =>
    shown.slice(Math.max(0, index - 40), index + 50),
  );
}

test.each(numbersIn(file).map((path) => [path.join("."), path] as const))("%s", (_, path) => {
  const files = EXTREMES.map((value) => resultFileSchema.safeParse(replaced(file, path, value)).data);
  const read = files.filter((changed) => changed !== undefined);
  expect(read.flatMap(faultsIn)).toEqual([]);
});
