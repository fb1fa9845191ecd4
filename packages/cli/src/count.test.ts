import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, runWords } from "./recordedTerminal.test.support.js";
import { model, node } from "./wire.test.fixture.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-count-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("count", () => {
  test("gives the paper's LinkNet in the fields that others build on", async () => {
    const { code, out } = await runCommand("count linknet --size 640x360 --classes 20 --json");
    expect(code).toBe(0);
    const counted = JSON.parse(out) as Record<string, unknown>;
    expect(counted).toMatchObject({
      network: "linknet",
      size: { width: 640, height: 360 },
      classes: 20,
      parameters: 11_536_820,
      macs: 9_738_895_360,
    });
    expect(counted["gflops"]).toEqual({
      useful: expect.closeTo(19.478, 3),
      dense: expect.closeTo(22.552, 3),
      paper: expect.closeTo(20.251, 3),
    });
    expect(counted["weightMB"]).toEqual({ fp32: expect.closeTo(44.009, 3), fp16: expect.closeTo(22.005, 3) });
    expect(counted).not.toHaveProperty("layers");
  });

  test("says of which type the activations are that it measures", async () => {
    const half = fileURLToPath(new URL("../../../fixtures/pytorch/unet-half.onnx", import.meta.url));
    expect((await runWords(["count", half])).out).toMatch(/activations .* in all \(fp16\)/);
    expect((await runCommand("count linknet")).out).toMatch(/activations .* in all \(fp32\)/);
  });

  test("adds every layer when asked, and the layers sum to the whole", async () => {
    const { out } = await runCommand("count segnet --per-layer --json");
    const { layers, parameters, macs } = JSON.parse(out) as {
      parameters: number;
      macs: number;
      layers: {
        name: string;
        op: string;
        outputShape: number[];
        parameters: number;
        macs: number;
        scalarOps: number;
      }[];
    };
    expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters);
    expect(layers.reduce((sum, layer) => sum + layer.macs, 0)).toBe(macs);
    expect(layers[0]).toEqual({
      name: "encoder1/conv1/conv2d",
      op: "conv",
      outputShape: [1, 64, 360, 640],
      parameters: 64 * 3 * 9 + 64,
      macs: 64 * 3 * 9 * 360 * 640,
      scalarOps: 64 * 360 * 640,
      // The image, the weights and what comes out, 4 bytes each.
      bytes: 4 * (3 * 360 * 640 + 64 * 3 * 9 + 64 + 64 * 360 * 640),
      macsShare: expect.closeTo((64 * 3 * 9 * 360 * 640) / macs, 12) as number,
    });
  });

  test("sorts layers by any column, the largest first, and writes them as CSV and Markdown", async () => {
    const namesOf = async (flags: string): Promise<readonly string[]> => {
      const { out } = await runCommand(`count enet --size 64x48 ${flags} --json`);
      return (JSON.parse(out) as { layers: readonly { name: string }[] }).layers.map(({ name }) => name);
    };
    const inOrder = await namesOf("--per-layer");
    expect(await namesOf("--sort name")).toEqual(inOrder.toSorted());
    const { layers } = JSON.parse((await runCommand("count enet --size 64x48 --sort macs --json")).out) as {
      layers: readonly { macs: number }[];
    };
    expect(layers.map(({ macs }) => macs)).toEqual(layers.map(({ macs }) => macs).toSorted((a, b) => b - a));
    const csv = (await runCommand("count enet --size 64x48 --csv")).out.split(/\r?\n/);
    expect(csv[0]).toBe("name,op,outputShape,parameters,macs,macsShare,scalarOps,bytes");
    expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual(inOrder);
    const markdown = (await runCommand("count enet --size 64x48 --sort parameters --markdown")).out.split("\n");
    expect(markdown[1]).toMatch(/^\| --- \|/);
    expect(markdown).toHaveLength(inOrder.length + 2);
    expect(await runCommand("count enet --sort size")).toMatchObject({
      code: 2,
      notes: expect.stringContaining("macs") as string,
    });
    expect(await runCommand("count enet --csv --json")).toMatchObject({ code: 2 });
  });

  test.each(["=1+1", " =1+1", "\t+1", "\n@SUM(A1)", "\u00a0-1", "\u200b=1", "\uff1d1"])(
    "writes a layer called %o as no formula of a spreadsheet",
    async (name) => {
      const path = join(folder, "formula.onnx");
      const relu = node({ operator: "Relu", inputs: ["x"], outputs: ["y"], name });
      await writeFile(path, model([relu]));
      const { out } = await runCommand(`count ${path} --csv`);
      expect(out.split("\n")[1]).toMatch(/^"?'/);
    },
  );

  test.each(["linknet", "segnet", "enet"])("counts an exported %s as it counts the network", async (network) => {
    const size = "160x96";
    expect(await runCommand(`export ${network} --size ${size} -o ${folder}`)).toMatchObject({ code: 0 });
    const fromFile = JSON.parse((await runCommand(`count ${folder}/${network}-${size}.onnx --json`)).out) as object;
    const fromDsl = JSON.parse((await runCommand(`count ${network} --size ${size} --json`)).out) as object;
    const { activationPeakMB: _, activationMB: __, ...exact } = fromDsl as Record<string, unknown>;
    expect(fromFile).toMatchObject(exact);
  });

  test("takes a graph model of tfjs by its file or its folder, and says which operations of one it does not know", async () => {
    expect((await runWords(["export", "linknet", "--size", "64x48", "--to", "tfjs", "-o", folder])).code).toBe(0);
    const web = join(folder, "linknet-64x48");
    const json = join(web, "model.json");
    const network = JSON.parse((await runCommand("count linknet --size 64x48 --json")).out) as Record<string, unknown>;
    for (const path of [web, json]) {
      const { code, out } = await runWords(["count", path, "--json"]);
      expect(code).toBe(0);
      const { size, macs } = network as { readonly size: object; readonly macs: number };
      const counted = JSON.parse(out) as { readonly macs: number };
      expect(counted).toMatchObject({ network: "linknet-64x48", size, classes: 20 });
      // Transposed convolutions are ordinary ones there, which compute a few zeros.
      expect(counted.macs / macs).toBeCloseTo(1.03, 2);
    }
    const text = await readFile(json, "utf8");
    await writeFile(json, text.replaceAll('"op":"Relu"', '"op":"MyRelu"'));
    const { code, notes } = await runWords(["count", web]);
    expect(code).toBe(1);
    expect(notes).toMatch(/operations that are not read: MyRelu \("[^"]+", "[^"]+", "[^"]+"/);
  });

  test("takes the size that a file has, and refuses another", async () => {
    await runCommand(`export enet --size 64x48 --batch 2 -o ${folder}`);
    const path = `${folder}/enet-64x48.onnx`;
    expect(await runCommand(`count ${path} --size 64x48 --batch 2`)).toMatchObject({ code: 0 });
    const { code, notes } = await runCommand(`count ${path} --size 64x96`);
    expect(code).toBe(2);
    expect(notes).toContain('--size 64x96 is not yours to choose here: input "image" (2 x 3 x 48 x 64) is fixed there');
    expect(await runCommand(`count ${path} --batch 3`)).toMatchObject({ code: 2 });
    expect(await runCommand(`count ${path} --classes 20`)).toMatchObject({ code: 2 });
  });

  test("says what is wrong with a file that is no model", async () => {
    const path = join(folder, "text.onnx");
    await writeFile(path, "this is no model");
    const { code, notes } = await runCommand(`count ${path}`);
    expect(code).toBe(1);
    expect(notes).toMatch(/^error: .*text\.onnx/);
  });

  test("says which file is missing", async () => {
    const { code, notes } = await runCommand(`count ${folder}/absent.onnx`);
    expect(code).toBe(1);
    expect(notes).toContain("absent.onnx");
  });
});
