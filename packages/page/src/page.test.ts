/** The page as a user has it: clicked through in Chromium, from the built site. */
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OpenedPage, RUNNER_SITE, type SiteServer, openPage, serveSite } from "@linknet-kit/browser";
import { type Model, buildGraph, float32, initialWeights, relu, scrambledWeights, toFloat16 } from "@linknet-kit/core";
import { onnxBytes } from "@linknet-kit/fixtures";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx, writeOnnx } from "@linknet-kit/onnx";
import type { ResultFile } from "@linknet-kit/results";
import { parseResultFile } from "@linknet-kit/results/files";
import { writeTfjs } from "@linknet-kit/tfjs";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const SITE = fileURLToPath(new URL("../dist/site/", import.meta.url));
const PATIENCE_MS = 150_000;

// Each step has its own patience; a busy machine takes several for a test.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: SiteServer;
let opened: OpenedPage;
let page: Page;
let folder: string;
const requests: string[] = [];
const violations: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "page-"));
  server = await serveSite([SITE, RUNNER_SITE]);
  opened = await openPage("about:blank");
  ({ page } = opened);
  page.setDefaultTimeout(PATIENCE_MS);
  page.context().on("request", (request) => requests.push(request.url()));
  page.on("pageerror", ({ message }) => violations.push(message));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  // One runtime cannot be had.
  await page.context().route("**/ort.webgpu.min-*.js", (route) => route.abort());
  await page.goto(server.origin);
  // The last that is asked.
  await page.getByRole("radio", { name: "tfjs-webgpu", disabled: false }).waitFor();
});

afterAll(async () => {
  await opened.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const runPanel = () => page.getByRole("region", { name: "Run" });
const figure = async (name: string): Promise<string> =>
  await runPanel()
    .locator(".figures > div")
    .filter({ has: page.getByText(name, { exact: true }) })
    .innerText();

async function run(): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
}

async function give(...paths: string[]): Promise<void> {
  await page.getByLabel("Model files").setInputFiles(paths);
}

async function save(): Promise<ResultFile> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save results" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("result-page.json");
  return parseResultFile(await readFile(await download.path(), "utf8"), "result-page.json");
}

/** One layer, for tests of what goes on around a run. */
function tinyModel() {
  const image = { name: "image", type: float32(1, 3, 48, 64) };
  return { graph: buildGraph("tiny", image, relu(), "out"), weights: initialWeights(1) };
}

function smallModel() {
  const graph = buildNetwork("linknet", { size: { width: 64, height: 48 }, width: 0.25 });
  return { graph, weights: scrambledWeights(graph, 7) };
}

describe.sequential("The page", () => {
  test("says why a runtime cannot be chosen", async () => {
    expect(await page.getByRole("radio", { name: /onnxruntime-webgpu/ }).isDisabled()).toBe(true);
    expect(await page.getByText(/^not here: .*ort\.webgpu/).count()).toBe(1);
  });

  test.each(["onnxruntime-wasm", "tfjs-wasm"])("measures ENet on %s and checks its output", async (runtime) => {
    await chooseSmallEnet();
    await page.getByRole("radio", { name: runtime }).check();
    await run();
    expect(await runPanel().getByRole("heading").innerText()).toBe(`ENet 64x32 on chromium/${runtime}`);
    expect(await figure("Median")).toMatch(/\d ?ms\s+95 % interval [\d.]+ to [\d.]+ ms/);
    expect(await figure("90th percentile")).toMatch(/\d ?ms\s+64 runs/);
    expect(await figure("Load")).toMatch(/runtime [\d.,]+, session [\d.,]+ ms/);
    expect(await figure("Output check")).toMatch(/passed\s+relative error .* against evaluator/);
    expect(await runPanel().locator("svg circle").count()).toBe(64);
  });

  test("keeps what a runtime cannot run as a result that says why", async () => {
    await page.getByRole("radio", { name: "onnxruntime-webgl" }).check();
    await run();
    await page.getByRole("status").filter({ hasText: "failed: cannot resolve operator 'MaxUnpool'" }).waitFor();
    expect(await figure("Output check")).toMatch(/not checked/);
    // Nothing was sampled, so nothing is drawn.
    expect(await runPanel().locator("svg").count()).toBe(0);
  });

  test("runs an .onnx file on either family, and says that ten runs have no 90th percentile", async () => {
    const path = join(folder, "mine.onnx");
    await writeFile(path, encodeOnnx(smallModel()));
    await give(path);
    await page.getByText("mine: ONNX").waitFor();
    await page.getByRole("spinbutton", { name: "Runs", exact: true }).fill("10");
    await page.getByRole("radio", { name: "tfjs-wasm" }).check();
    await run();
    expect(await runPanel().getByRole("heading").innerText()).toBe("mine on chromium/tfjs-wasm");
    expect(await figure("90th percentile")).toMatch(/–\s+needs 64 runs/);
    expect(await figure("Output check")).toMatch(/passed.*against evaluator/s);
  });

  test("runs an .onnx file of float16 with tfjs, which has float32 alone", async () => {
    await give(fileURLToPath(new URL("../../../fixtures/pytorch/unet-half.onnx", import.meta.url)));
    await page.getByText("unet-half: ONNX").waitFor();
    await page.getByRole("radio", { name: "tfjs-wasm" }).check();
    await run();
    expect(await figure("Output check")).toMatch(/passed.*against evaluator/s);
    await page.getByRole("button", { name: /^Delete the result of unet-half/ }).click();
  });

  test("shows the figures of a tfjs model that nothing can be compared with as not checked, in the table too", async () => {
    const { files } = await writeTfjs(smallModel(), join(folder, "tfjs"), { shardBytes: 200_000 });
    expect(files.length).toBeGreaterThan(2);
    await give(...files);
    await page.getByText("model: tfjs graph model").waitFor();
    expect(await page.getByRole("radio", { name: "onnxruntime-wasm" }).isDisabled()).toBe(true);
    await run();
    expect(await figure("Median")).toMatch(/\d ?ms/);
    expect(await figure("Output check")).toMatch(
      /not checked\s+drop the \.onnx that it was made from together with it/,
    );
    expect(await runPanel().locator(".failure").count()).toBe(0);
    const row = page.getByRole("row", { name: /^model 64x48/ });
    expect(await row.innerText()).toMatch(/tfjs-wasm\s+\d\s+[\d.]+\s.*\snot checked\s/s);
    expect(await row.locator(".failure").count()).toBe(0);
  });

  /** The tfjs model of before, with another model as `beside.onnx`, its weights in a file of their own. */
  async function runBeside(reference: Model): Promise<string> {
    await writeOnnx(reference, join(folder, "tfjs", "beside.onnx"), { externalDataBytes: 1000 });
    await give(...(await readdir(join(folder, "tfjs"))).map((name) => join(folder, "tfjs", name)));
    await page.getByText(/^model: tfjs graph model.*, checked against beside\.onnx/).waitFor();
    await run();
    return await figure("Output check");
  }

  test("checks a tfjs model against the .onnx that is given beside it, of float16 too", async () => {
    const passed = /passed\s+relative error .* against "beside" beside it by evaluator/;
    expect(await runBeside(smallModel())).toMatch(passed);
    expect(await runBeside(toFloat16({ keepIoTypes: false }).run(smallModel()))).toMatch(passed);
  });

  test("draws what a run with a wrong output took, and makes no time of it", async () => {
    const other = { ...smallModel(), weights: scrambledWeights(smallModel().graph, 8) };
    expect(await runBeside(other)).toMatch(/^Output check\s+wrong\s+relative error/);
    expect(await runPanel().locator("svg circle").count()).toBe(10);
    expect(await runPanel().locator("svg .median").count()).toBe(0);
    for (const name of ["Median", "90th percentile", "Throughput"]) expect(await figure(name)).toMatch(/^[^–]+–\s*$/);
    for (const name of ["beside.onnx", "beside.onnx.data"]) await rm(join(folder, "tfjs", name));
  });

  test("fills in the sizes and the number of images that a file leaves open, and goes back to a runtime that takes it", async () => {
    const path = join(folder, "open.onnx");
    await writeFile(path, encodeOnnx(smallModel(), { dynamicBatch: true }));
    await page.getByRole("spinbutton", { name: "Images at a time" }).fill("2");
    await give(path);
    await page.getByText("open: ONNX").waitFor();
    expect(await page.getByText(/^open: ONNX.*float32\[batch x 3 x 48 x 64\]/).count()).toBe(1);
    await run();
    expect(await figure("Output check")).toMatch(/passed.*against evaluator/s);
    expect(await page.getByRole("row", { name: /^open 64x48, 2 images/ }).count()).toBe(1);
    await page.getByRole("spinbutton", { name: "Images at a time" }).fill("1");
  });

  test("runs what a runtime knows and this project does not, and shows names that would hide something", async () => {
    const unknown = onnxBytes({
      nodes: [{ op: "QuickGelu", domain: "com.microsoft", inputs: ["image\u202Egnp"], outputs: ["y"] }],
      inputs: [{ name: "image\u202Egnp", shape: [1, 1, 2, 2] }],
      outputs: [{ name: "y", shape: [1, 1, 2, 2] }],
    });
    const path = join(folder, "evil\u202Exnno.onnx");
    await writeFile(path, unknown);
    // Not by its path, which Chromium only finds where the locale is of UTF-8.
    const file = { name: basename(path), mimeType: "application/octet-stream", buffer: await readFile(path) };
    await page.getByLabel("Model files").setInputFiles(file);
    await page.getByText("evil\\u202exnno: ONNX").waitFor();
    expect(await page.getByText("takes image\\u202egnp (float32[1 x 1 x 2 x 2])").count()).toBe(1);
    expect(await page.getByRole("radio", { name: "tfjs-wasm" }).isDisabled()).toBe(true);
    await run();
    expect(await figure("Output check")).toMatch(/passed.*against onnxruntime-wasm .* without optimisations/s);
    await page.getByRole("button", { name: /^Delete the result of evil/ }).click();
    await page.getByRole("row", { name: /evil/ }).waitFor({ state: "detached" });
  });

  test("takes files that are dropped, and says what is wrong with those that are no model", async () => {
    const json = await readFile(join(folder, "tfjs/model.json"), "utf8");
    const onnx = encodeOnnx(smallModel());
    const cases: readonly (readonly [name: string, content: Uint8Array | string, says: RegExp])[] = [
      ["notes.txt", "of no model", /"notes.txt" is no model: give one .onnx file/],
      ["text.onnx", "no protobuf at all", /"text.onnx" cannot be used: this is no complete ONNX model/],
      ["cut.onnx", onnx.subarray(0, 5000), /"cut.onnx" cannot be used: this is no complete ONNX model/],
      ["model.json", json.slice(0, 100), /model.json is no JSON/],
      ["model.json", `{"__proto__": {}, ${json.slice(1)}`, /"__proto__"/],
      ["model.json", json, /^The shard ".*" of model.json is missing/],
    ];
    const alert = page.getByRole("alert");
    for (const [name, content, says] of cases) {
      await drop(name, typeof content === "string" ? content : [...content]);
      await expect.poll(async () => await alert.innerText(), { timeout: PATIENCE_MS }).toMatch(says);
    }
    const [, shard = ""] = (await readdir(join(folder, "tfjs"))).filter((name) => name.endsWith(".bin"));
    await truncate(join(folder, "tfjs", shard), 7);
    await give(...(await readdir(join(folder, "tfjs"))).map((name) => join(folder, "tfjs", name)));
    await expect
      .poll(async () => await alert.innerText(), { timeout: PATIENCE_MS })
      .toMatch(/bytes, and the weights take/);
    // What was there before is there still.
    expect(await page.locator(".given").textContent()).toContain("xnno: ONNX");
    expect(await page.getByRole("row").count()).toBe(7);
  });

  test("ends a run at once and keeps what was measured before", async () => {
    await chooseSmallEnet();
    await page.getByRole("spinbutton", { name: "Runs", exact: true }).fill("10000");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await runPanel().locator("svg circle").first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/Stopped after \d+ of 10000 runs/).waitFor();
    expect(await page.getByRole("row").count()).toBe(7);
  });

  test("runs on every runtime that is there, one after the other, as long as nobody stops it", async () => {
    const { files } = await writeTfjs(tinyModel(), join(folder, "again"));
    await give(...files);
    await page.getByText("model: tfjs graph model").waitFor();
    await page.getByRole("spinbutton", { name: "Runs", exact: true }).fill("10");
    await page.getByRole("button", { name: "Run on every runtime" }).click();
    await page.getByRole("row", { name: /^model 64x48 chromium\/tfjs-webgl/ }).waitFor();
    await runPanel().getByRole("heading", { name: "tfjs-webgpu" }).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await page.getByRole("row", { name: /^model 64x48/ }).count()).toBe(2);
  });

  test("keeps results over a reload, but for those that were deleted", async () => {
    // The last of them may have been done when it was stopped.
    for (const runtime of ["tfjs-webgl", "tfjs-webgpu"]) {
      const name = new RegExp(`^Delete the result of model 64x48 on chromium/${runtime},`);
      for (const button of await page.getByRole("button", { name }).all()) await button.click();
      await expect.poll(async () => await page.getByRole("button", { name }).count(), { timeout: PATIENCE_MS }).toBe(0);
    }
    await page.reload();
    await page.getByRole("row", { name: /^model 64x48 chromium\/tfjs-wasm/ }).waitFor();
    expect(await page.getByRole("row").count()).toBe(7);
    await page.getByRole("radio", { name: "tfjs-webgpu", disabled: false }).waitFor();
  });

  test("saves a result file that the report reads", async () => {
    const { results, counts, environment, suite } = await save();
    expect(results.map(({ network, runtime, status }) => [network, runtime, status === "failed"])).toEqual([
      ["enet", "chromium/onnxruntime-wasm", false],
      ["enet", "chromium/tfjs-wasm", false],
      ["enet", "chromium/onnxruntime-webgl", true],
      ["mine", "chromium/tfjs-wasm", false],
      ["open", "chromium/tfjs-wasm", false],
      ["model", "chromium/tfjs-wasm", true],
    ]);
    expect(results.map(({ size }) => `${size.width}x${size.height}`)).toEqual([
      "64x32",
      "64x32",
      "64x32",
      "64x48",
      "64x48",
      "64x48",
    ]);
    expect(results.map(({ batch }) => batch)).toEqual([1, 1, 1, 1, 2, 1]);
    expect(results.map(({ outputCheck }) => outputCheck?.passed)).toEqual([
      true,
      true,
      undefined,
      true,
      true,
      undefined,
    ]);
    // It says that it failed, with its number, so that nobody takes that for a measurement.
    expect(results[5]).toMatchObject({
      reason: expect.stringMatching(/^not checked: /),
      latency: { samplesMs: { length: 10 } },
    });
    expect(counts.map(({ network }) => network)).toEqual(["enet", "mine", "open"]);
    expect(suite).toEqual({ name: "page", cells: 6 });
    expect(environment.browser).toMatchObject({
      name: expect.stringMatching(/^Chromium \d+/),
      crossOriginIsolated: true,
    });
    expect(environment.runtimes).toHaveProperty(["chromium/tfjs-wasm"]);
    expect(environment.runtimes).not.toHaveProperty(["chromium/onnxruntime-webgpu"]);
  });

  test.each(["light", "dark"] as const)("has nothing that axe objects to, %s and narrow too", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const found = await page.evaluate(async () => {
        const { violations: all } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return all.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      });
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  test("asks nobody but its own server, and keeps to its content policy", () => {
    expect(requests.filter((url) => !url.startsWith(server.origin) && !/^(about|blob|data):/.test(url))).toEqual([]);
    expect(violations).toEqual([]);
  });
});

async function chooseSmallEnet(): Promise<void> {
  await page.getByRole("combobox", { name: "Model", exact: true }).selectOption("ENet");
  await page.getByRole("combobox", { name: "Image size" }).selectOption("another size");
  await page.getByRole("spinbutton", { name: "Width" }).fill("64");
  await page.getByRole("spinbutton", { name: "Height" }).fill("32");
}

/** As the system's file manager does it: a drop of a file onto the page. */
async function drop(name: string, content: string | readonly number[]): Promise<void> {
  await page.evaluate(
    ([fileName, given]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([typeof given === "string" ? given : new Uint8Array(given)], fileName));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, content] as const,
  );
}
