import { appendFile, cp, link, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initialWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import { printResultFile, readResultFile } from "@linknet-kit/results/files";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Recorded, runWords } from "./recordedTerminal.test.support.js";

/** Of one test, and what every test's folder may begin with. */
let folder: string;
let inputs: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-outputs-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);
const linknetIn = (place: string, line: string): Promise<Recorded> =>
  runWords(line.split(" ").map((word) => word.replace(/^@/, `${place}/`)));
/** `@name` is a file in the folder. */
const linknet = (line: string): Promise<Recorded> => linknetIn(folder, line);

const COMMITTED = fileURLToPath(new URL("../../../reports/two-core-epyc/result.json", import.meta.url));

const size = { width: 32, height: 32 };
const SMALL = "enet --size 32x32 --width 0.1";

beforeAll(async () => {
  inputs = await mkdtemp(join(tmpdir(), "linknet-inputs-"));
  const graph = buildNetwork("enet", { size, width: 0.1 });
  await writeOnnx({ graph, weights: initialWeights(0) }, join(inputs, "model.onnx"), { externalDataBytes: 1000 });
  const result = await readResultFile(COMMITTED);
  await writeFile(join(inputs, "result.json"), printResultFile({ ...result, results: result.results.slice(0, 2) }));
  const subjects = [{ file: "model.onnx" }];
  await writeFile(join(inputs, "linknet.config.json"), JSON.stringify({ subjects }));
  for (const line of [
    "check --config @linknet.config.json --update",
    "plan --networks enet --sizes 32x32 -o @plan.json",
  ]) {
    const { code, notes } = await linknetIn(inputs, line);
    if (code !== 0) throw new Error(`${line}: ${notes}`);
  }
});
afterAll(async () => {
  await rm(inputs, { recursive: true });
});

/** Everything that the commands read: a model, a result, a configuration with its baseline, a plan. */
const copyInputs = (): Promise<void> => cp(inputs, folder, { recursive: true });

const CPU = "--runtimes onnxruntime-node/cpu";

describe("A file of somebody else's is kept, with exit code 1, until --force", () => {
  test.each([
    [`verify @model.onnx ${CPU} -o @notes`, "notes"],
    ["plan --networks enet --sizes 32x32 -o @notes", "notes"],
    ["plan --networks enet --sizes 32x32 -o @result.json", "result.json"],
    ["merge @result.json -o @notes", "notes"],
    ["report @result.json -o @", "report.md"],
    ["report @result.json --format csv -o @", "results.csv"],
    ["check --config @linknet.config.json --junit @notes", "notes"],
    ["fleet github @plan.json --shards 1 -o @notes", "notes"],
    [`export ${SMALL} -o @`, "enet-32x32.onnx"],
    [`export ${SMALL} --to safetensors -o @`, "enet.safetensors"],
    [`export ${SMALL} --to tfjs -o @`, "enet-32x32/model.json"],
    [`bench --iterations 10 --warmup 0 --networks enet --sizes 32x32 ${CPU} --no-roofs -o @notes`, "notes"],
  ])("%s", async (line, name) => {
    await copyInputs();
    if (name.includes("/")) await linknet(`export ${SMALL} --to tfjs -o @`);
    if (name !== "result.json") await writeFile(at(name), "what is mine");
    const content = await readFile(at(name));
    const refused = await linknet(line);
    expect(refused.code).toBe(1);
    expect(refused.notes).toContain(name);
    expect(refused.out).toBe("");
    expect(content.equals(await readFile(at(name)))).toBe(true);

    expect((await linknet(`${line} --force`)).code).toBe(0);
    const written = await readFile(at(name));
    expect(content.equals(written)).toBe(false);
    // What the command wrote itself it writes again without being asked twice.
    expect((await linknet(line)).code).toBe(0);
    expect((await readFile(at(name))).length).toBeGreaterThan(0);
  });
});

describe("What a command reads it never writes, not even with --force", () => {
  test.each([
    [`verify @model.onnx ${CPU} -o @model.onnx`, "model.onnx"],
    [`verify @model.onnx ${CPU} -o @model.onnx.data`, "model.onnx.data"],
    [`verify @model.onnx ${CPU} -o @hard`, "model.onnx"],
    [`verify @model.onnx ${CPU} -o @link`, "model.onnx"],
    ["merge @result.json -o @result.json", "result.json"],
    ["check --config @linknet.config.json --junit @linknet.config.json", "linknet.config.json"],
    ["check --config @linknet.config.json --junit @linknet.baseline.json", "linknet.baseline.json"],
    ["check --config @linknet.config.json --junit @model.onnx", "model.onnx"],
    ["fleet github @plan.json --shards 1 -o @plan.json", "plan.json"],
    ["bench --plan @plan.json -o @plan.json", "plan.json"],
  ])("%s", async (line, name) => {
    await copyInputs();
    await link(at("model.onnx"), at("hard"));
    await symlink("model.onnx", at("link"));
    const content = await readFile(at(name));
    const refused = await linknet(`${line} --force`);
    expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining("is read by this command") as string });
    expect(content.equals(await readFile(at(name)))).toBe(true);
  });
});

describe.each(["csv", "jsonl"])("Results as %s", (format) => {
  const line = `report @result.json --format ${format} -o @`;
  const path = (): string => at(`results.${format}`);
  const written = async (): Promise<readonly string[]> => {
    await copyInputs();
    expect((await linknet(line)).code).toBe(0);
    return (await readFile(path(), "utf8")).split(/(?<=\n)/);
  };

  test("are written anew, also where git gave their lines other ends", async () => {
    const lines = await written();
    const other = lines.join("").includes("\r")
      ? lines.join("").replaceAll("\r", "")
      : lines.join("").replaceAll("\n", "\r\n");
    await writeFile(path(), other);
    expect((await linknet(line)).code).toBe(0);
    expect(await readFile(path(), "utf8")).toBe(lines.join(""));
  });

  test.each([
    ["a row behind", (lines: readonly string[]) => [...lines, lines.at(-1)!]],
    ["a row between", (lines: readonly string[]) => lines.toSpliced(-1, 0, lines.at(-1)!)],
    ["a note", (lines: readonly string[]) => [...lines, "remember this\n"]],
    ["another figure", (lines: readonly string[]) => lines.map((each) => each.replace("T", "t"))],
    ["a column", (lines: readonly string[]) => lines.map((each) => each.replace(/(\r?\n)/, ",mine$1"))],
  ])("are kept where somebody put %s into them", async (_, change) => {
    const lines = await written();
    const changed = change(lines).join("");
    expect(changed).not.toBe(lines.join(""));
    await writeFile(path(), changed);
    expect(await linknet(line)).toMatchObject({ code: 1, notes: expect.stringContaining("unchanged") as string });
    expect(await readFile(path(), "utf8")).toBe(changed);
  });
});

describe.each([
  ["safetensors", "enet.safetensors", ["enet.safetensors"]],
  ["onnx", "enet-32x32.onnx", ["enet-32x32.onnx"]],
  ["tfjs", "enet-32x32/model.json", ["enet-32x32/model.json", "enet-32x32/group1-shard1of1.bin"]],
])("An export as %s", (format, name, files) => {
  const line = `export ${SMALL} --to ${format} -o @`;

  test("is written once more in the same bytes", async () => {
    await linknet(line);
    const before = await Promise.all(files.map(async (file) => await readFile(at(file))));
    expect((await linknet(line)).code).toBe(0);
    for (const [index, file] of files.entries()) expect(before[index]!.equals(await readFile(at(file)))).toBe(true);
  });

  test.each(files)("that was changed in place is kept, though it says who wrote it: %s", async (file) => {
    await linknet(line);
    const changed = await readFile(at(file));
    // The last figure of a weight, or of its scale, or of its name.
    const place = format === "onnx" ? changed.lastIndexOf("linknet-kit.weights") - 20 : changed.length - 4;
    changed[place] = changed[place]! ^ 1;
    await writeFile(at(file), changed);
    const refused = await linknet(`${line} --seed 1`);
    expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining(`${name}" is there`) as string });
    expect(changed.equals(await readFile(at(file)))).toBe(true);
  });

  test("that something was added to is kept", async () => {
    await linknet(line);
    await appendFile(at(files[0]!), " ");
    expect((await linknet(line)).code).toBe(1);
  });

  test("of drawn weights is replaced by any, and one of a file's by these alone", async () => {
    await linknet(`export ${SMALL} --to safetensors -o @one`);
    await linknet(`export ${SMALL} --to safetensors --seed 1 -o @two`);
    expect((await linknet(line)).code).toBe(0);
    const [one, two] = ["one", "two"].map((each) => `${line} --weights @${each}/enet.safetensors`) as [string, string];
    for (const given of [`${line} --seed 1`, one, one]) expect((await linknet(given)).code).toBe(0);
    const standing = await readFile(at(name));
    for (const other of [line, two]) {
      const refused = await linknet(other);
      expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining("--force") as string });
      expect(standing.equals(await readFile(at(name)))).toBe(true);
    }
    expect((await linknet(`${two} --force`)).code).toBe(0);
  });
});

test("Weights of a model's own file are told from another's and from drawn ones", async () => {
  await copyInputs();
  const line = (model: string): string => `export @${model} --to onnx -o @out`;
  expect((await linknet(line("model.onnx"))).code).toBe(0);
  expect((await linknet(line("model.onnx"))).code).toBe(0);
  const [written] = await readdir(at("out"));
  await rename(at(`out/${written!}`), at("again.onnx"));
  expect((await linknet(line("again.onnx"))).code).toBe(0);
  expect((await linknet(line("model.onnx"))).code).toBe(1);
});

test("Curves that a report reads are not written, by a link either", async () => {
  const line = JSON.stringify({ kind: "update", update: 1, epoch: 0, loss: 2.5 });
  await writeFile(at("metrics.jsonl"), line);
  await symlink("metrics.jsonl", at("report.md"));
  const refused = await linknet("report @ -o @ --force");
  expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining("is read by this command") as string });
  expect(await readFile(at("metrics.jsonl"), "utf8")).toBe(line);
});

test("Weights that are read are not written", async () => {
  const safetensors = `export ${SMALL} --to safetensors -o @`;
  await linknet(safetensors);
  const refused = await linknet(`${safetensors} --weights @enet.safetensors --force`);
  expect(refused.notes).toContain("is read by this command");
});

test("A choice that is refused leaves no folder", async () => {
  expect((await linknet(`export ${SMALL} --opset 99 -o @exported`)).code).toBe(2);
  expect((await linknet("report @nothing.json -o @report")).code).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});
