import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-examples-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function runExample(name: string): Promise<string> {
  const program = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [program], { cwd: folder })).stdout;
}

test("defineNetwork prints, counts, writes and reads back", async () => {
  const printed = await runExample("defineNetwork");
  // 3x3 convolutions 3 to 16 and 16 to 32, two scales and shifts, 2x2 transposed ones 32 to 16 and 16 to 4, with biases.
  expect(printed).toContain(`${432 + 4608 + 32 + 64 + 2048 + 16 + 256 + 4} parameters`);
  expect(printed).toMatch(/tiny\.onnx: \d+ bytes, 9 nodes/);
});

test("compareSizes shows the paper's network among others", async () => {
  expect(await runExample("compareSizes")).toMatch(/width 1 +640x360 +11\.5 M +19\.5 GFLOPs/);
});

test("runExported gives a class for every pixel", async () => {
  expect(await runExample("runExported")).toMatch(/^1x12x96x160: class \d+ on \d+ of 15360 pixels$/m);
});
