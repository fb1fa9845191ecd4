import { resultFileSchema } from "@linknet-kit/bench/result";
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { select, selectAll } from "hast-util-select";
import { toText } from "hast-util-to-text";
import { describe, expect, it } from "vitest";
import {
  exampleEnvironment,
  exampleFile,
  exampleMeasurement,
  exampleNetworks,
  exampleSuite,
  sizes,
} from "../exampleResults.test.fixture.js";
import { buildDocument } from "../buildDocument.js";
import { renderHtml } from "./renderHtml.js";

const file = exampleFile(exampleSuite());
const faults: string[] = [];
const parse = (html: string): Root => fromHtml(html, { onerror: ({ message }) => void faults.push(message) });
const page = parse(renderHtml(buildDocument([file])));
const textOf = (selector: string, tree: Root | Element = page) =>
  selectAll(selector, tree).map((element) => toText(element));

it("renders examples that are valid result files", () => {
  expect(resultFileSchema.parse(file)).toEqual(file);
});

describe("the page", () => {
  it("is valid HTML with a language, a title and one main heading", () => {
    expect(faults).toEqual([]);
    expect(select("html", page)?.properties.lang).toBe("en");
    expect(textOf("title")[0]).toBe("Hardware report: Example 9000 @ 2.20GHz, 2026-11-22");
    expect(textOf("h1")).toEqual(["Hardware report"]);
  });

  it("asks for nothing outside itself and runs no script", () => {
    expect(selectAll("script, link, img, iframe, object, embed, video, audio, source, base, form", page)).toEqual([]);
    expect(textOf("style").join("")).not.toMatch(/url\(|@import/);
    const policy = selectAll("meta", page).find(
      ({ properties }) => properties.httpEquiv?.toString() === "Content-Security-Policy",
    );
    expect(policy?.properties.content).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it("links only to its own sections and to the paper", () => {
    const ids = new Set(selectAll("[id]", page).map(({ properties }) => properties.id));
    for (const { properties } of selectAll("a", page)) {
      const href = String(properties.href);
      expect(href.startsWith("#") ? ids.has(href.slice(1)) : href === "https://arxiv.org/abs/1707.03718").toBe(true);
    }
  });

  it("uses no id twice, and no reference to an id that is not there", () => {
    const ids = selectAll("[id]", page).map(({ properties }) => String(properties.id));
    expect(new Set(ids).size).toBe(ids.length);
    const references = selectAll("[aria-labelledby], [aria-describedby]", page).flatMap(({ properties }) => [
      ...[properties.ariaLabelledBy ?? []].flat(),
      ...[properties.ariaDescribedBy ?? []].flat(),
    ]);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(ids).toContain(reference);
  });

  it("declares both colour schemes and every colour that it uses", () => {
    const style = textOf("style").join("");
    expect(style).toContain("prefers-color-scheme:dark");
    const declared = new Set(Array.from(style.matchAll(/--(\w+):/g), ([, name]) => name));
    const used = Array.from(renderHtml(buildDocument([file])).matchAll(/var\(--(\w+)\)/g), ([, name]) => name);
    for (const name of used) expect(declared).toContain(name);
  });

  it("is the same for the same files", () => {
    expect(renderHtml(buildDocument([file]))).toBe(renderHtml(buildDocument([file])));
  });
});

describe("tables", () => {
  const tables = selectAll("table", page);

  it("have a caption, column headings and a heading for every row", () => {
    expect(tables.length).toBeGreaterThanOrEqual(6);
    for (const table of tables) {
      expect(textOf("caption", table)).toHaveLength(1);
      for (const cell of selectAll("thead th", table)) expect(["col", "colgroup"]).toContain(cell.properties.scope);
      for (const row of selectAll("tbody tr", table)) expect(selectAll("th[scope=row]", row)).toHaveLength(1);
    }
  });

  it("have as many cells in a row as there are columns", () => {
    for (const table of tables) {
      const [heading] = selectAll("thead tr", table);
      const width = selectAll("th", heading).reduce((sum, { properties }) => sum + Number(properties.colSpan ?? 1), 0);
      for (const row of selectAll("tbody tr", table)) expect(selectAll("th, td", row)).toHaveLength(width);
    }
  });

  it("stand in a region that takes the focus and has a name", () => {
    for (const region of selectAll(".scroll", page)) {
      expect(region.properties).toMatchObject({ role: "region", tabIndex: 0 });
      expect(region.properties.ariaLabel).toBe(textOf("caption", region)[0]);
    }
    expect(selectAll(".scroll table", page)).toHaveLength(tables.length);
  });
});

describe("charts", () => {
  it("are images with a title and a description", () => {
    const images = selectAll("figure svg[role=img]", page);
    // Two charts, each drawn for a wide and a narrow window, and a strip for each of the eleven measured cells.
    expect(images).toHaveLength(2 * 2 + 11);
    for (const image of images) {
      expect(textOf("title", image)[0]).not.toBe("");
      expect(textOf("desc", image)[0]).not.toBe("");
    }
  });

  it("draw a panel for each configuration where there are several", () => {
    const several = parse(
      renderHtml(buildDocument([exampleFile([...exampleSuite(), ...exampleSuite({ threads: 1 })])])),
    );
    expect(textOf("#chart-operations .panel-title", several)).toEqual(["Measured: 2 threads", "Measured: 1 thread"]);
  });
});

describe("hostile strings", () => {
  const hostile = '</td></table></style><script>alert(1)</script>\n<img src=x onerror="alert(1)"> |`&amp;{a|b}';
  const shown = hostile.replace("\n", " ");
  const results = exampleSuite({ device: hostile, runtime: hostile, dtype: hostile, reason: hostile }).map(
    (result) => ({
      ...result,
      network: result.network === "enet" ? hostile : result.network,
      ...(result.outputCheck ? { outputCheck: { ...result.outputCheck, reference: hostile } } : {}),
    }),
  );
  const environment = exampleEnvironment({
    cpu: { model: hostile, logicalCores: 4, allowedCores: 2, governor: hostile },
    os: hostile,
    gpus: [{ model: hostile, driver: hostile }],
    runtimes: { [hostile]: hostile },
    virtualisation: hostile,
  });
  const attacked = exampleFile(results, {
    environment,
    gitRevision: hostile,
    suite: { name: hostile, cells: 12 },
    counts: file.counts.map((count) => ({ ...count, network: hostile })),
  });
  const html = renderHtml(buildDocument([attacked]));
  const tree = parse(html);

  it("are shown as they are", () => {
    expect(textOf("td", tree)).toContain(shown);
    expect(textOf("tbody th", tree)).toContain(shown);
    expect(textOf("title", tree)[0]).toContain(shown);
  });

  it("add no element and no attribute", () => {
    expect(faults).toEqual([]);
    expect(selectAll("script, img, [onerror]", tree)).toEqual([]);
    const plain = selectAll("table", parse(renderHtml(buildDocument([file])))).length;
    expect(selectAll("table", tree)).toHaveLength(plain);
  });
});

describe("any number of results", () => {
  it.each([
    ["no file", []],
    ["a file without a result or a count", [exampleFile([], { counts: [] })]],
    ["one result", [exampleFile([exampleMeasurement("linknet", sizes[1])])]],
  ])("renders %s", (_, files) => {
    const tree = parse(renderHtml(buildDocument(files)));
    expect(textOf("h2", tree)[0]).toBe("In short");
    expect(textOf("main", tree)[0]).not.toMatch(/NaN|undefined|Infinity|∞|null|\[object/);
  });

  it("renders 10,000 results", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      exampleMeasurement(exampleNetworks[index % 3] ?? "enet", sizes[index % 4] ?? sizes[0], {
        threads: 1 + Math.floor(index / 12),
        latency: { samplesMs: [10, 11], medianMs: 10.5, meanMs: 10.5, ciLowMs: 10, ciHighMs: 11 },
      }),
    );
    const html = renderHtml(buildDocument([exampleFile(many)]));
    expect(html.split("<tr").length).toBeGreaterThan(20_000);
  });
});
