/** A document that is run as it is written, by somebody whose project is not this one. */
import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
}

export async function readBlocks(document: string): Promise<readonly Block[]> {
  const text = await readFile(join(root, "docs", document), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
    language,
    text: code,
  }));
}

/** The lines of its shell blocks. */
export function linesOf(blocks: readonly Block[]): readonly string[] {
  return blocks.filter(({ language }) => language === "sh").flatMap(({ text }) => text.trim().split("\n"));
}

/** What documents tell to install, as links to what was built here. */
export async function installInto(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@linknet-kit"), { recursive: true });
  await mkdir(join(modules, ".bin"));
  await symlink(join(root, "packages/core"), join(modules, "@linknet-kit/core"));
  await symlink(join(root, "packages/cli/bin/linknet.js"), join(modules, ".bin/linknet"));
  await symlink(join(root, "node_modules/typescript"), join(modules, "typescript"));
  await symlink("../typescript/bin/tsc", join(modules, ".bin/tsc"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "theirs", type: "module" }));
}

/** What a line prints; commands without npx, which would look for what is linked here in a registry. It rejects where the line fails. */
export async function runLine(folder: string, line: string): Promise<string> {
  const [first = ""] = line.split(" ");
  if (first === "npm") return "";
  const env = { ...process.env, PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter) };
  const { stdout } = await promisify(execFile)("sh", ["-c", line.replace(/^npx (?:--no )?/, "")], { cwd: folder, env });
  return stdout;
}
