/** Pictures and the camera on the page, with a network whose answer is known at each pixel: the class is the strongest colour. */
import { fileURLToPath } from "node:url";
import { type OpenedPage, RUNNER_SITE, type SiteServer, openPage, serveSite } from "@linknet-kit/browser";
import { onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const SITE = fileURLToPath(new URL("../dist/site/", import.meta.url));
const PATIENCE_MS = 150_000;
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: SiteServer;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  server = await serveSite([SITE, RUNNER_SITE]);
  const flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
  opened = await openPage(`${server.origin}#segment`, { flags });
  ({ page } = opened);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.getByRole("radio", { name: "onnxruntime-wasm", disabled: false }).waitFor();
});
afterAll(async () => {
  await opened.close();
  await server.close();
});

const STRONGEST = onnxBytes({
  nodes: [{ op: "Conv", inputs: ["image", "w"], outputs: ["scores"] }],
  inputs: [{ name: "image", shape: [1, 3, "h", "w"] }],
  outputs: [{ name: "scores", shape: [1, 3, "h", "w"] }],
  tensors: [{ name: "w", dims: [3, 3, 1, 1], raw: rawFloats(1, 0, 0, 0, 1, 0, 0, 0, 1) }],
});

async function drop(name: string, content: readonly number[], ...more: readonly string[]): Promise<void> {
  await page.evaluate(
    ([names, bytes]) => {
      const dataTransfer = new DataTransfer();
      for (const each of names) dataTransfer.items.add(new File([new Uint8Array(bytes)], each));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [[name, ...more], content] as const,
  );
}

/** A PNG whose left half is red and whose right half is blue. */
async function halves(): Promise<readonly number[]> {
  return await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 32);
    const context = canvas.getContext("2d")!;
    for (const [colour, left] of [
      ["#ff0000", 0],
      ["#0000ff", 32],
    ] as const) {
      context.fillStyle = colour;
      context.fillRect(left, 0, 32, 32);
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
}

const pixel = async (x: number, y: number): Promise<readonly number[]> =>
  await page
    .getByRole("img", { name: /^The picture with its classes/ })
    .evaluate(
      (canvas, [left, top]) => [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(left, top, 1, 1).data],
      [x, y] as const,
    );

describe.sequential("The page labels", () => {
  test("a picture that is dropped on it, with a model that is", async () => {
    await drop("strongest.onnx", [...STRONGEST]);
    await page.getByRole("combobox", { name: "Network" }).getByText("strongest (file)").waitFor({ state: "attached" });
    await page.getByRole("combobox", { name: "Network" }).selectOption("strongest (file)");
    await page.getByText("none is taken from colours").waitFor();
    await drop("halves.png", await halves(), "other.png");
    await page.getByText("The first picture of 2 is labelled here").waitFor();
    const legend = page.getByRole("list", { name: "Classes" });
    await legend.waitFor();
    const classes = await legend.getByRole("listitem").allInnerTexts();
    expect(classes.map((each) => each.trim()).toSorted()).toEqual(["class 0 50.0 %", "class 2 50.0 %"]);
    // Half of the picture's colour, half of the class's: 128, 0, 0 and 128, 128, 0.
    expect(await pixel(10, 16)).toEqual([192, 0, 0, 255]);
    expect(await pixel(50, 16)).toEqual([64, 64, 128, 255]);
    await page.getByRole("slider", { name: "Opacity of the colours" }).fill("1");
    await expect.poll(async () => await pixel(50, 16), { timeout: PATIENCE_MS }).toEqual([128, 128, 0, 255]);
  });

  test("no file that is no picture, and says so", async () => {
    await drop("photo.png", [0x89, 0x50, 0x4e, 0x47]);
    await expect
      .poll(async () => await page.getByRole("alert").innerText(), { timeout: PATIENCE_MS })
      .toContain('"photo.png" is no picture that this browser can read');
  });

  test("what the camera shows, until the page is out of sight", async () => {
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.getByText(/pictures\/s/).waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.getByText("The camera was switched off while the page was out of sight.").waitFor();
    expect(await page.getByRole("button", { name: "Stop the camera" }).count()).toBe(0);
  });

  test.each(["light", "dark"] as const)("with nothing that axe objects to, %s and narrow too", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      });
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});
