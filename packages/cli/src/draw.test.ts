import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildNetwork } from "@linknet-kit/models";
import { XMLValidator } from "fast-xml-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Recorded, runWords } from "./recordedTerminal.test.support.js";

const RESULTS = fileURLToPath(new URL("../../../reports/two-core-epyc/result.json", import.meta.url));
const UNET = fileURLToPath(new URL("../../../fixtures/pytorch/unet-half.onnx", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-draw-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);
const read = (name: string): Promise<string> => readFile(at(name), "utf8");
/** `@name` is a file in the folder. */
const linknet = (line: string): Promise<Recorded> =>
  runWords(line.split(" ").map((word) => word.replace(/^@/, `${folder}/`)));

describe("draw writes an SVG", () => {
  test.each([["linknet"], [UNET], ["enet --expand --heat bytes"], ["segnet --depth 2 --size 64x64 --heat macs"]])(
    "of %s, which is XML",
    async (words) => {
      const { code, out } = await linknet(`draw ${words} -o @a.svg`);
      expect({ code, out }).toEqual({ code: 0, out: at("a.svg") });
      expect(XMLValidator.validate(await read("a.svg"))).toBe(true);
      expect(await readdir(folder)).toEqual(["a.svg"]);
    },
  );

  test("anew over its own, and over nobody else's", async () => {
    expect((await linknet("draw enet -o @a.svg")).code).toBe(0);
    expect((await linknet("draw linknet -o @a.svg --json")).code).toBe(0);
    await writeFile(at("a.svg"), `${await read("a.svg")}<!-- mine -->`);
    expect(await linknet("draw enet -o @a.svg")).toMatchObject({ code: 1 });
    expect((await linknet("draw enet -o @a.svg --force")).code).toBe(0);
  });

  test("and says how it was drawn", async () => {
    const { out } = await linknet("draw linknet -o @a.svg --depth 1 --json");
    expect(JSON.parse(out)).toMatchObject({ files: [at("a.svg")], depth: 1, boxes: 14, notes: [] });
  });
});

describe("draw --heat", () => {
  test("time is of a profile in a result file, at the size that is drawn", async () => {
    const { code, notes } = await linknet(`draw linknet --heat time --results ${RESULTS} -o @a.svg`);
    expect({ code, notes }).toEqual({
      code: 0,
      notes: expect.stringMatching(/^the first of 2 profiles: onnxruntime-node\/cpu on /) as string,
    });
    expect(await read("a.svg")).toContain("time on onnxruntime-node/cpu");
    const other = await linknet(`draw linknet --size 96x96 --heat time --results ${RESULTS} -o @b.svg`);
    expect(other).toMatchObject({
      code: 1,
      notes: expect.stringContaining("no profile of linknet at 96x96") as string,
    });
  });

  test("error is of the layers that verify compared", async () => {
    const layers = buildNetwork("enet", {})
      .nodes.slice(9)
      .map(({ name }, index) => ({
        name,
        relativeError: index === 3 ? null : 1e-6 * index,
      }));
    await writeFile(at("v.json"), JSON.stringify({ runs: [{ runtime: "none" }, { runtime: "tfjs/wasm", layers }] }));
    expect((await linknet("draw enet --heat error --verification @v.json -o @a.svg")).code).toBe(0);
    expect(await read("a.svg")).toContain("relative error on tfjs/wasm");
    const other = await linknet("draw linknet --heat error --verification @v.json -o @b.svg");
    expect(other).toMatchObject({ code: 1, notes: expect.stringContaining("names no value of this graph") as string });
  });

  test.each([
    ["--heat time", 2, "--heat time needs --results"],
    ["--heat macs --results x.json", 2, "--results is read by --heat time alone"],
    ["--heat warmth", 2, 'there is no heat "warmth"'],
    ["--depth 0", 2, "--depth"],
    ["--depth 1 --expand", 2, "--expand"],
    ["--to png", 2, 'there is no format "png"'],
  ])("%s is refused", async (words, code, message) => {
    const refused = await linknet(`draw enet -o @a.svg ${words}`);
    expect(refused).toMatchObject({ code, notes: expect.stringContaining(message) as string });
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(["", "{", "[]", "null", '{"runs":3}', '{"runs":[null,{"layers":[null,3,{}]}]}'])(
    "error of a file of %j is refused",
    async (text) => {
      await writeFile(at("v.json"), text);
      const refused = await linknet("draw enet --heat error --verification @v.json -o @a.svg");
      expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining("has no errors of layers") as string });
    },
  );
});

test("draw --to model-explorer writes a graph, and numbers in a file beside it, and both anew", async () => {
  for (let time = 0; time < 2; time += 1) {
    const { code, out } = await linknet("draw enet --to model-explorer --heat macs -o @a.json");
    expect({ code, out }).toEqual({ code: 0, out: `${at("a.json")}\n${at("a.macs.json")}` });
  }
  const { graphs } = JSON.parse(await read("a.json")) as { graphs: { id: string; nodes: { id: string }[] }[] };
  const data = JSON.parse(await read("a.macs.json")) as Record<string, { results: Record<string, unknown> }>;
  expect(Object.keys(data)).toEqual(graphs.map(({ id }) => id));
  const ids = new Set(graphs[0]!.nodes.map(({ id }) => id));
  for (const id of Object.keys(data["enet"]!.results)) expect(ids.has(id)).toBe(true);
});
