import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** The modules that a source file of this package leads to, each once. */
function importsOf(file: string, seen: Set<string>): Set<string> {
  const source = readFileSync(file.replace(/\.js$/, ".ts"), "utf8");
  for (const [, name = ""] of source.matchAll(/(?:from |import\()"([^"]+)"/g)) {
    const module = name.startsWith(".") ? fileURLToPath(new URL(name, `file://${file}`)) : name;
    if (seen.has(module)) continue;
    seen.add(module);
    if (module !== name) importsOf(module, seen);
  }
  return seen;
}

test("What is for browsers leads to no module of Node's", () => {
  const imports = [...importsOf(fileURLToPath(new URL("artifacts.js", import.meta.url)), new Set())];
  expect(imports.filter((name) => !name.startsWith("/")).toSorted()).toEqual([
    "@linknet-kit/base",
    "@linknet-kit/core",
    "zod",
  ]);
  expect(imports.some((name) => name.endsWith("/read/schema.js"))).toBe(true);
});
