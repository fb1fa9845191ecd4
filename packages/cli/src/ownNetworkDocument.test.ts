/** docs/your-own-network.md, run as it is written, by somebody whose project is not this one. */
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installInto, readBlocks, runLine } from "./document.test.support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-document-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("Every file and every command of the document does what it says", async () => {
  await installInto(folder);
  const printed = new Map<string, string>();
  for (const { language, text } of await readBlocks("your-own-network.md")) {
    const [, name, content] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(text) ?? [];
    if (name !== undefined && content !== undefined) await writeFile(join(folder, name), content);
    if (language !== "sh") continue;
    for (const line of text.trim().split("\n")) {
      expect(line).toMatch(/^(npx (linknet|tsc)|echo|npm install)\b/);
      printed.set(line, await runLine(folder, line));
    }
  }
  const of = (words: string): string => [...printed].find(([line]) => line.includes(words))![1];
  // Three levels of 8, 16 and 32 filters, their norms, two decoders of twice their filters, two doublings and a head.
  const units = [3 * 8, 8 * 16, 16 * 32, 32 * 16, 16 * 8].reduce((sum, each) => sum + 9 * each, 0);
  const others = 2 * (8 + 16 + 32 + 16 + 8) + (4 * 32 * 16 + 16) + (4 * 16 * 8 + 8) + (8 * 5 + 5);
  expect(of("count ./small-unet.ts")).toContain(`${(units + others).toLocaleString("en-US")} trainable`);
  expect(of("count ./small-unet.ts")).toContain("small-unet, 96x64, 5 classes");
  expect(of("verify")).toContain("passed");
  expect(await readdir(join(folder, "exported"))).toEqual(["small-unet-96x64", "small-unet-96x64.onnx"]);
  expect(JSON.parse(await readFile(join(folder, "result.json"), "utf8"))).toMatchObject({
    results: [{ network: "small-unet", outputCheck: { passed: true } }],
  });
  expect(await readFile(join(folder, "linknet.baseline.json"), "utf8")).toContain("./small-unet.ts 96x64");
  expect([...printed.keys()].at(-1)).toBe("npx linknet check");
});

test("Types are checked where it is written: an attribute that is not there does not compile", async () => {
  await writeFile(
    join(folder, "wrong.ts"),
    'import { conv2d, relu, sequence } from "@linknet-kit/core";\nexport default sequence(conv2d({ filter: 3, kernel: 1 }), relu);\n',
  );
  const config = {
    compilerOptions: { module: "nodenext", strict: true, noEmit: true, types: [] },
    files: ["wrong.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const failed = (await runLine(folder, "npx tsc").catch((error: unknown) => error)) as { stdout: string };
  expect(failed.stdout).toMatch(/wrong\.ts\(2,\d+\): error .*filter/s);
  expect(failed.stdout).toContain("LayerFunction");
});
