import { createHash } from "node:crypto";
import { type ResultFile, resultFileSchema } from "@linknet-kit/results";
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { select, selectAll } from "hast-util-select";
import { toText } from "hast-util-to-text";
import { describe, expect, it } from "vitest";
import { buildDocument } from "../buildDocument.js";
import {
  exampleEnvironment,
  exampleFile,
  exampleMeasurement,
  exampleNetworks,
  exampleSuite,
  sizes,
} from "../exampleResults.test.fixture.js";
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
    expect(textOf("title")[0]).toBe(
      "Hardware report: Example 9000 @ 2.20GHz, 2 of 4 cores, Debian GNU/Linux 12, Node 20.20.2, 2026-11-22",
    );
    expect(textOf("h1")).toEqual(["Hardware report"]);
  });

  it("asks for nothing outside itself and lets no script run but its own", () => {
    expect(selectAll("link, img, iframe, object, embed, video, audio, source, base, form, script[src]", page)).toEqual(
      [],
    );
    expect(textOf("style").join("")).not.toMatch(/url\(|@import/);
    const [script, ...others] = selectAll("script", page).map(({ children: [text] }) =>
      text?.type === "text" ? text.value : "",
    );
    expect(others).toEqual([]);
    const policy = selectAll("meta", page).find(
      ({ properties }) => properties.httpEquiv?.toString() === "Content-Security-Policy",
    );
    const hash = createHash("sha256")
      .update(script ?? "")
      .digest("base64");
    expect(policy?.properties.content).toBe(
      `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
    );
  });

  it("links only to its own sections, its top and the paper", () => {
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
    // One chart, drawn for a wide and a narrow window, and a strip for each of the eleven measured cells.
    expect(images).toHaveLength(2 + 11);
    for (const { properties } of images) {
      const { ariaLabel, ariaLabelledBy } = properties;
      expect(ariaLabel ?? textOf(`#${String(ariaLabelledBy)}`)[0]).toMatch(/\w/);
    }
  });

  it("have a mark for every configuration that the legend names", () => {
    const several = parse(
      renderHtml(buildDocument([exampleFile([...exampleSuite(), ...exampleSuite({ threads: 1 })])])),
    );
    const names = textOf("#chart-latency .legend li", several);
    expect(names.slice(0, 2)).toEqual(["onnxruntime-node, 2 threads", "onnxruntime-node, 1 thread"]);
    const titles = textOf("#chart-latency-wide circle > title", several);
    for (const name of names.slice(0, 2)) expect(titles.filter((title) => title.includes(name))).toHaveLength(11);
  });
});

describe("the order", () => {
  it("is the verdict, Table II and its drawing, before anything else; what looks closer is folded under its title", () => {
    const tables = selectAll("main > section", page)
      .slice(0, 2)
      .flatMap((section) => selectAll("table, figure", section));
    expect(tables.map(({ properties }) => properties.id)).toEqual(["table-2", "chart-latency"]);
    const open = selectAll("main > section > h2", page).map((heading) => toText(heading));
    expect(open).toEqual(["In short", "Forward-pass time", "Runtimes", "Operations"]);
    const folded = selectAll("main > section > details.section > summary > h2", page).map((heading) => toText(heading));
    expect(folded).toEqual(["Cold start", "Samples", "All results", "Not measured", "Environment"]);
    expect(selectAll("details[open]", page)).toEqual([]);
  });

  it("names the machine once, and no configuration by its device", () => {
    expect(textOf("header")[0]).toContain("Example 9000");
    expect(
      selectAll("main > section:has(> h2)", page)
        .map((section) => toText(section))
        .join("\n"),
    ).not.toContain("Example");
  });

  it("links to folded sections by an id inside them, so that they open", () => {
    for (const { properties } of selectAll("nav a", page)) {
      const [target] = selectAll(`[id="${String(properties.href).slice(1)}"]`, page);
      expect(target?.tagName).toMatch(/^(header|section|div)$/);
    }
    expect(selectAll("details.section > #all-results", page)).toHaveLength(1);
  });
});

describe("hostile strings", () => {
  const hostile = '</td></table></style><script>alert(1)</script>\n<img src=x onerror="alert(1)"> |`&amp;{a|b}';
  const shown = hostile.replace("\n", " ");
  const html = renderHtml(buildDocument([attackedBy(hostile)]));
  const tree = parse(html);

  it("are shown as they are", () => {
    expect(textOf("td", tree)).toContain(shown);
    expect(textOf("tbody th", tree)).toContain(shown);
    expect(textOf("title", tree)[0]).toContain(shown);
  });

  it("add no element and no attribute", () => {
    expect(faults).toEqual([]);
    expect(selectAll("img, [onerror]", tree)).toEqual([]);
    expect(selectAll("script", tree)).toHaveLength(1);
    const harmless = parse(renderHtml(buildDocument([attackedBy("harmless")])));
    for (const element of ["table", "tr", "h2", "circle", "button", "details"]) {
      expect(selectAll(element, tree)).toHaveLength(selectAll(element, harmless).length);
    }
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
    expect(html.split("<tr").length).toBeGreaterThan(10_000);
  });
});

/** A file whose every text is this one. */
function attackedBy(hostile: string): ResultFile {
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
  return exampleFile(results, {
    environment,
    gitRevision: hostile,
    suite: { name: hostile, cells: 12 },
    counts: file.counts.map((count) => ({ ...count, network: hostile })),
  });
}
