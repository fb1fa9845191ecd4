import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { selectAll } from "hast-util-select";
import { toText } from "hast-util-to-text";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { exampleEnvironment, exampleFile, exampleSuite } from "../exampleResults.test.fixture.js";
import { buildDocument } from "../buildDocument.js";
import { renderMarkdown } from "./renderMarkdown.js";

/** What a reader of GitHub-flavoured Markdown sees; HTML inside the Markdown would come through. */
function view(markdown: string): Root {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return fromHtml(html, { fragment: true });
}

const textOf = (selector: string, tree: Root | Element) => selectAll(selector, tree).map((element) => toText(element));

describe("the Markdown report", () => {
  const tree = view(renderMarkdown(buildDocument([exampleFile(exampleSuite())])));

  it("has the sections of the page", () => {
    expect(textOf("h1", tree)).toEqual(["Hardware report"]);
    expect(textOf("h2", tree)).toEqual([
      "In short",
      "Forward-pass time",
      "Runtimes",
      "Operations",
      "Cold start",
      "Samples",
      "All results",
      "Not measured",
      "Environment",
    ]);
  });

  it("labels published and measured columns in the one row of headings", () => {
    const [table] = selectAll("table", tree);
    expect(table && textOf("th", table)).toEqual([
      "Network",
      "Size",
      "Measured: onnxruntime-node, ms",
      "Measured: onnxruntime-node, fps",
      "Published: Titan X, ms",
      "Published: Titan X, fps",
      "Published: TX1, ms",
      "Published: TX1, fps",
    ]);
    const [, , , , , linknet] = selectAll("tbody tr", table);
    expect(linknet && textOf("td", linknet).slice(4)).toEqual(["15", "65.8", "134", "7.8"]);
  });

  it("does not repeat in words what a table holds", () => {
    expect(textOf("p, li", tree).join("\n")).not.toContain("The fastest of each row");
  });

  it("leaves to the page what is folded there, and says so", () => {
    expect(textOf("p", tree)).toContain("In report.html besides: Computed cost at every size of the suite.");
    expect(textOf("td", tree)).not.toContain("SegNet 96x64");
  });

  it("of several machines has no escaped blanks, no empty version and nothing that browsers do not tell", () => {
    const cpu = { model: "not told by browsers", logicalCores: 8, allowedCores: 8 };
    const browser = { name: "Chromium 150", userAgent: "x", crossOriginIsolated: true };
    const page = exampleEnvironment({ cpu, browser, node: "", loadAverage: [0, 0, 0] });
    const files = [exampleFile(exampleSuite(), { environment: page }), exampleFile(exampleSuite())];
    const markdown = renderMarkdown(buildDocument(files));
    const [short] = markdown.split("## Forward-pass time");
    expect(markdown).not.toContain("&#x");
    expect(short).toContain("**A:** 1 result has no latency");
    expect(short).not.toMatch(/Node |not told/);
  });
});

describe("hostile strings", () => {
  const hostile =
    "<script>alert(1)</script> | `x` **b** ~s~ [l](http://e.example) ![i](x) https://e.example www.e.example\n\n# h\n- l";
  const shown = hostile.replaceAll(/\s+/g, " ");
  const results = exampleSuite({ reason: hostile }).map((result) => ({
    ...result,
    network: result.network === "enet" ? hostile : result.network,
  }));
  const tree = view(renderMarkdown(buildDocument([exampleFile(results)])));
  const renamed = exampleSuite().map((result) => (result.network === "enet" ? { ...result, network: "mine" } : result));
  const harmless = view(renderMarkdown(buildDocument([exampleFile(renamed)])));

  it("come back as the text they were", () => {
    expect(textOf("td", tree).filter((cell) => cell === shown).length).toBeGreaterThan(5);
  });

  it("add no markup", () => {
    expect(selectAll("script, img, del, em, hr, pre", tree)).toEqual([]);
    for (const element of ["h1", "h2", "table", "blockquote"]) {
      expect(selectAll(element, tree)).toHaveLength(selectAll(element, harmless).length);
    }
    expect(selectAll("a", tree).map(({ properties }) => properties.href)).toEqual(["https://arxiv.org/abs/1707.03718"]);
  });
});

it("renders nothing but a sentence from no file", () => {
  expect(textOf("p", view(renderMarkdown(buildDocument([]))))).toEqual([
    "no results",
    "No result file was given, so there is nothing to report.",
  ]);
});
