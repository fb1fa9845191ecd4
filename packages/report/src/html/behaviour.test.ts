import { JSDOM } from "jsdom";
import { beforeEach, describe, expect, it } from "vitest";
import { exampleFile, exampleSuite } from "../exampleResults.test.fixture.js";
import { buildDocument } from "../buildDocument.js";
import { renderHtml } from "./renderHtml.js";

const html = renderHtml(buildDocument([exampleFile(exampleSuite())]));

/** The page as a browser without an own clipboard has it, its script run; whatever the script throws fails the test. */
let window: JSDOM["window"];
let copied: string[];
beforeEach(() => {
  copied = [];
  window = new JSDOM(html, {
    runScripts: "dangerously",
    beforeParse: (own) => {
      own.addEventListener("error", ({ error }) => {
        throw error;
      });
      Object.defineProperty(own.navigator, "clipboard", {
        value: { writeText: async (text: string) => void copied.push(text) },
      });
    },
  }).window;
});

const find = (selector: string): HTMLElement => {
  const element = window.document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
};
const texts = (selector: string): readonly string[] =>
  [...window.document.querySelectorAll(selector)].map((element) => element.textContent.trim());
const column = (table: string, index: number) => texts(`${table} tbody tr > :nth-child(${index})`);
const heading = (table: string, text: string): HTMLTableCellElement => {
  const found = [...window.document.querySelectorAll<HTMLTableCellElement>(`${table} thead th`)];
  return found.find(({ textContent }) => textContent === text)!;
};
const click = (table: string, text: string) => heading(table, text).querySelector("button")!.click();
const press = (element: Element, key: string) =>
  element.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true }));

describe("a click on a heading", () => {
  it("sorts upwards by numbers as numbers, then downwards, then back to how it was, and says so", () => {
    const before = column("#table-2", 3);
    const numbers = () =>
      column("#table-2", 3)
        .filter(Boolean)
        .map((text) => Number(text.replace(/[~,]/g, "")));
    click("#table-2", "ms");
    expect(numbers()).toEqual(numbers().toSorted((a, b) => a - b));
    expect(heading("#table-2", "ms").getAttribute("aria-sort")).toBe("ascending");
    click("#table-2", "ms");
    expect(numbers()).toEqual(numbers().toSorted((a, b) => b - a));
    expect(heading("#table-2", "ms").getAttribute("aria-sort")).toBe("descending");
    click("#table-2", "ms");
    expect(column("#table-2", 3)).toEqual(before);
    expect(window.document.querySelector("[aria-sort]")).toBeNull();
  });

  it("keeps what is empty last, either way", () => {
    for (const _ of ["upwards", "downwards"]) {
      click("#table-2", "fps");
      const isEmpty = column("#table-2", 4).map((text) => text === "");
      expect(isEmpty).toContain(true);
      expect(isEmpty).toEqual(isEmpty.toSorted((a, b) => Number(a) - Number(b)));
    }
  });

  it("sorts sizes by their pixels, and only one column at a time", () => {
    click("#measurements", "Network");
    click("#measurements", "Size");
    expect([...new Set(column("#measurements", 2))]).toEqual(["480x320", "640x360", "1280x720", "1920x1080"]);
    expect(window.document.querySelectorAll("[aria-sort]")).toHaveLength(1);
  });
});

it("A table is copied as CSV as it stands, numbers plain, groups named, and nothing that a spreadsheet would run", async () => {
  find("#table-2 .copy").click();
  find("#steadiness").parentElement!.parentElement!.querySelector<HTMLElement>(".copy")!.click();
  await new Promise(setImmediate);
  const [table2 = "", steadiness = ""] = copied;
  const [head, ...rows] = table2.trim().split("\n");
  expect(head).toMatch(/^"Network","Size","Measured: onnxruntime-node, ms",/);
  expect(rows).toHaveLength(12);
  expect(rows[0]).toMatch(/^"SegNet","480x320","1\d{3}",/);
  expect(steadiness).not.toMatch(/"[=@]|[~−]/);
  expect(find("#table-2 .copy").textContent).toBe("Copied");
});

describe("a drawing", () => {
  it("tells a pointer the value it is over, once: no title is left to be shown beside it", () => {
    const mark = find("#chart-latency-wide circle[fill^='var(--series']");
    mark.dispatchEvent(new window.Event("pointerover", { bubbles: true }));
    expect(find("#tip").textContent).toMatch(/^SegNet 480x320, onnxruntime-node: [\d,]+ ms/);
    expect(texts("#chart-latency-wide circle > title")).toEqual([]);
    window.document.body.dispatchEvent(new window.Event("pointerover", { bubbles: true }));
    expect(find("#tip").textContent).toBe("");
  });

  it("goes through its values by arrow keys, and stays at its ends", () => {
    const drawing = find("#chart-latency .drawing");
    expect([drawing.tabIndex, drawing.getAttribute("role")]).toEqual([0, "group"]);
    const tips: (string | null)[] = [];
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "Escape"]) {
      press(drawing, key);
      tips.push(find("#tip").textContent);
    }
    expect(tips[0]).toContain("SegNet 480x320, published for the TX1: 757 ms");
    expect(tips[1]).not.toBe(tips[0]);
    expect(tips.slice(2)).toEqual([tips[0], tips[0], ""]);
  });

  it("that has no values takes no place among the stops of a keyboard", () => {
    for (const strip of window.document.querySelectorAll<HTMLElement>(".strip .drawing"))
      expect(strip.tabIndex).toBe(-1);
  });
});

it("Paper has everything unfolded, and the screen is afterwards as it was", () => {
  const amount = window.document.querySelectorAll("details").length;
  (find("details") as HTMLDetailsElement).open = true;
  const open = () => window.document.querySelectorAll("details[open]").length;
  window.dispatchEvent(new window.Event("beforeprint"));
  expect(open()).toBe(amount);
  window.dispatchEvent(new window.Event("afterprint"));
  expect(open()).toBe(1);
});

it("Without the script nothing looks as if it could be clicked", () => {
  const { document } = new JSDOM(html).window;
  expect(document.querySelectorAll("button, [tabindex='0']:not(.scroll), #tip")).toHaveLength(0);
  expect(document.querySelectorAll("#chart-latency-wide circle > title").length).toBeGreaterThan(10);
});
