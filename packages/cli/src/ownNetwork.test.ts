/** The user's own network file in the commands that take a network's name. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ResultFile } from "@linknet-kit/results";
import type { PlanFile } from "@linknet-kit/results/files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-own-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Halves the image, works there and doubles it back. */
const networkOf = (epsilon: number) => `
import { batchNorm, conv2d, convTranspose2d, defineNetwork, relu, sequence } from "@linknet-kit/core";
export default defineNetwork({
  name: "halver",
  defaults: { size: { width: 32, height: 24 }, classes: 3 },
  layers: ({ classes }) =>
    sequence(
      conv2d({ filters: 8, kernel: 3, stride: 2, padding: 1, bias: false }),
      batchNorm({ epsilon: ${epsilon} }),
      relu(),
      convTranspose2d({ filters: classes, kernel: 2, stride: 2 }),
    ),
});
`;
/** A 3x3 convolution of 3 to 8 channels, a scale and a shift each, a 2x2 one of 8 to 3 with biases. */
const PARAMETERS = 3 * 3 * 3 * 8 + 2 * 8 + 2 * 2 * 8 * 3 + 3;

/** In a folder of its own, as a module is loaded once. */
async function write(name: string, text = networkOf(1e-5)): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  const path = join(folder, name, "net.ts");
  await writeFile(path, text);
  return path;
}

test("count, export and predict take it, at its own size unless another is asked for", async () => {
  const path = await write("first");
  const counted = JSON.parse((await runCommand(`count ${path} --json`)).out) as object;
  expect(counted).toMatchObject({
    network: "halver",
    size: { width: 32, height: 24 },
    classes: 3,
    parameters: PARAMETERS,
    macs: 16 * 12 * 8 * 27 + 16 * 12 * 8 * 3 * 4,
  });
  const out = join(folder, "out");
  expect(await runCommand(`export ${path} --size 16x8 --classes 5 --to onnx,tfjs,safetensors -o ${out}`)).toMatchObject(
    {
      code: 0,
    },
  );
  expect((await readdir(out)).toSorted()).toEqual(["halver-16x8", "halver-16x8.onnx", "halver.safetensors"]);
  const exported = JSON.parse((await runCommand(`count ${out}/halver-16x8.onnx --json`)).out) as object;
  expect(exported).toMatchObject({ network: "halver", size: { width: 16, height: 8 }, classes: 5 });
  const predicted = await runCommand(`predict ${path} --device jetson-tx1 --json`);
  expect(JSON.parse(predicted.out)).toMatchObject({ rows: [{ network: "halver", size: "32x24" }] });
});

test("export takes an ONNX file too, with its weights", async () => {
  const path = await write("again");
  await runCommand(`export ${path} --seed 3 -o ${folder}/again`);
  expect(
    await runCommand(`export ${folder}/again/halver-32x24.onnx --to safetensors,tfjs -o ${folder}/again`),
  ).toMatchObject({ code: 0 });
  const weights = await readFile(join(folder, "again/halver.safetensors"));
  await runCommand(`export ${path} --seed 3 --to safetensors -o ${folder}/again/direct`);
  const direct = await readFile(join(folder, "again/direct/halver.safetensors"));
  expect(weights.length).toBeGreaterThan(4 * PARAMETERS);
  // The last bytes are the last tensor's, whatever the header calls them.
  expect(weights.subarray(-4 * 8)).toEqual(direct.subarray(-4 * 8));
});

describe("bench", () => {
  const run = (words: string) =>
    runCommand(`bench ${words} --runtimes onnxruntime-node/cpu --threads 1 --no-roofs --budget 0.2 --json`);

  test("measures it at its own size, checked against the evaluator, and resumes no other network of that name", async () => {
    const [before, after] = [await write("before"), await write("after", networkOf(1e-2))];
    const output = join(folder, "result.json");
    const first = await run(`${before} -o ${output}`);
    expect(first.code).toBe(0);
    const file = JSON.parse(first.out) as ResultFile;
    expect(file.results).toMatchObject([
      { network: "halver", size: { width: 32, height: 24 }, outputCheck: { passed: true, reference: "evaluator" } },
    ]);
    expect(file.counts).toMatchObject([{ network: "halver", parameters: PARAMETERS }]);
    // As a stop after the first of two cells leaves it.
    const sizes = "--sizes 32x24,16x8";
    const both = JSON.parse((await run(`${before} ${sizes} -o ${output}`)).out) as ResultFile;
    await writeFile(output, JSON.stringify({ ...both, results: both.results.slice(0, 1) }));
    const resumed = JSON.parse((await run(`${before} ${sizes} -o ${output}`)).out) as ResultFile;
    expect(resumed.results[0]!.latency).toEqual(both.results[0]!.latency);
    await writeFile(output, JSON.stringify({ ...both, results: both.results.slice(0, 1) }));
    const other = JSON.parse((await run(`${after} ${sizes} -o ${output}`)).out) as ResultFile;
    expect(other.results[0]!.latency).not.toEqual(both.results[0]!.latency);
  });

  test("refuses two files of one name, and models beside a plan", async () => {
    const twice = await run(`${await write("a")} ${await write("b")}`);
    expect(twice).toMatchObject({ code: 2, notes: expect.stringContaining('are both called "halver"') as string });
    const beside = await runCommand(`bench enet --plan ${folder}/plan.json`);
    expect(beside).toMatchObject({ code: 2, notes: expect.stringContaining("a plan says which networks") as string });
  });
});

test("A plan names the file from its own folder; a machine without it, or with another, says so", async () => {
  const path = await write("planned");
  await mkdir(join(folder, "plans"));
  const planPath = join(folder, "plans/plan.json");
  const planned = await runCommand(
    `plan --networks ${path},enet --sizes 32x24 --runtimes onnxruntime-node/cpu -o ${planPath} --json`,
  );
  const plan = JSON.parse(planned.out) as PlanFile;
  expect(plan.networks).toEqual({ halver: { file: "../planned/net.ts", fingerprint: expect.any(String) as string } });
  expect(plan.cells.map(({ network }) => network)).toEqual(["halver", "enet"]);
  const shard = `--shard 1/2 --no-roofs -o ${folder}/shard.json --json`;
  await writeFile(
    planPath,
    JSON.stringify({ ...plan, cells: plan.cells.map((cell) => ({ ...cell, budgetSeconds: 0.2 })) }),
  );
  expect(await runCommand(`bench --plan ${planPath} ${shard}`)).toMatchObject({ code: 0 });
  const moved = async (file: string) => {
    await writeFile(planPath, JSON.stringify({ ...plan, networks: { halver: { ...plan.networks!["halver"], file } } }));
    return await runCommand(`bench --plan ${planPath} ${shard}`);
  };
  expect(await moved("../nowhere/net.ts")).toMatchObject({
    code: 1,
    notes: expect.stringContaining("nowhere/net.ts") as string,
  });
  await write("changed", networkOf(1e-2));
  const changed = await moved("../changed/net.ts");
  expect(changed).toMatchObject({ code: 1, notes: expect.stringContaining('does not hold the "halver"') as string });
});

test("verify writes it as ONNX and for tfjs, and compares both", async () => {
  const path = await write("verified");
  const { code, out } = await runCommand(`verify ${path} --size 16x8 --runtimes onnxruntime-node/cpu,tfjs/cpu --json`);
  expect(code).toBe(0);
  const { reference, runs } = JSON.parse(out) as { reference: object; runs: readonly object[] };
  expect(reference).toMatchObject({ artifact: "halver.onnx", by: "the evaluator" });
  expect(runs).toMatchObject([
    { artifact: "halver.onnx", runtime: "onnxruntime-node/cpu", status: "passed" },
    { artifact: "halver/model.json", runtime: "tfjs/cpu", status: "passed" },
  ]);
});

test("check counts it, and says what changed", async () => {
  await write("gated");
  const config = join(folder, "gated/linknet.config.json");
  await writeFile(config, JSON.stringify({ subjects: [{ network: "./net.ts", size: "32x24" }] }));
  expect(await runCommand(`check --config ${config} --update`)).toMatchObject({ code: 0 });
  expect(await runCommand(`check --config ${config}`)).toMatchObject({ code: 0 });
});

describe("What a file does to the process is said in a line:", () => {
  const bin = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));
  const core = 'import { relu } from "@linknet-kit/core";\n';
  test.each([
    [
      "an error in a timer",
      "setTimeout(() => { throw new Error('late'); }, 5);\nawait new Promise((r) => setTimeout(r, 500));",
      'net.ts", line 2: late',
    ],
    [
      "an exit in a timer",
      "setTimeout(() => process.exit(0), 5);\nawait new Promise((r) => setTimeout(r, 500));",
      "process.exit(0) was called",
    ],
    ["a promise that nothing settles", "await new Promise(() => {});", "nothing is left that could settle it"],
  ])("%s", async (name, text, message) => {
    const path = await write(name.replaceAll(" ", "-"), `${core}${text}\nexport default relu();\n`);
    const failed = await promisify(execFile)(process.execPath, [bin, "count", path]).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(message) as string });
    expect((failed as { stderr: string }).stderr.trim().split("\n").length).toBeLessThan(3);
    const words = [bin, "count", path, "--json"];
    const asked = await promisify(execFile)(process.execPath, words).catch((error: unknown) => error);
    expect(JSON.parse((asked as { stdout: string }).stdout)).toEqual({
      error: expect.objectContaining({ message: expect.stringContaining(message) as string }) as object,
    });
  });

  test("a timer that never ends keeps no command from ending", async () => {
    const path = await write(
      "interval",
      `${core}console.log("hello");\nsetInterval(() => {}, 1000);\nexport default relu();\n`,
    );
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      bin,
      "count",
      path,
      "--size",
      "8x8",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ network: "net", parameters: 0 });
    expect(stderr).toBe("hello\n");
  });
});
