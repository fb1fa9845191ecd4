/** docs/your-own-network.md, run as it is written, by somebody whose project is not this one. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-document-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What the document tells to install, as links to what was built here. */
async function install(): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@linknet-kit"), { recursive: true });
  await mkdir(join(modules, ".bin"));
  await symlink(join(root, "packages/core"), join(modules, "@linknet-kit/core"));
  await symlink(join(root, "packages/cli/bin/linknet.js"), join(modules, ".bin/linknet"));
  await symlink(join(root, "node_modules/typescript"), join(modules, "typescript"));
  await symlink("../typescript/bin/tsc", join(modules, ".bin/tsc"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "theirs", type: "module" }));
}

interface Block {
  readonly language: string;
  readonly text: string;
}

async function readBlocks(): Promise<readonly Block[]> {
  const text = await readFile(join(root, "docs/your-own-network.md"), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
    language,
    text: code,
  }));
}

/** The commands without npx, which would look for what is linked here in a registry. */
async function run(line: string): Promise<string> {
  const env = { ...process.env, PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter) };
  const [command = "", ...words] = line.replace(/^npx /, "").split(" ");
  return (await promisify(execFile)(command, words, { cwd: folder, env })).stdout;
}

async function shell(line: string): Promise<string> {
  return (await promisify(execFile)("sh", ["-c", line], { cwd: folder })).stdout;
}

test("Every file and every command of the document does what it says", async () => {
  await install();
  const printed = new Map<string, string>();
  for (const { language, text } of await readBlocks()) {
    const [, name, content] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(text) ?? [];
    if (name !== undefined && content !== undefined) await writeFile(join(folder, name), content);
    if (language !== "sh") continue;
    for (const line of text.trim().split("\n")) {
      if (line.startsWith("npm install ")) continue;
      expect(line).toMatch(/^(npx (linknet|tsc)|echo)\b/);
      printed.set(line, line.startsWith("echo ") ? await shell(line) : await run(line));
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
  const failed = (await run("npx tsc").catch((error: unknown) => error)) as { stdout: string };
  expect(failed.stdout).toMatch(/wrong\.ts\(2,\d+\): error .*filter/s);
  expect(failed.stdout).toContain("LayerFunction");
});
