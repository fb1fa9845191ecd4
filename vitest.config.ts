/** The test configuration of every package: `vitest run --config ../../vitest.config.ts`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, defineConfig } from "vitest/config";

const packages = join(import.meta.dirname, "packages");

/** By the condition `default`, since tests run in Node. */
interface Entrances {
  readonly exports?: Readonly<Record<string, { readonly default: string }>>;
  readonly imports?: Readonly<Record<string, { readonly default: string }>>;
}

/**
 * Has tests run the sources of every package rather than what was compiled of them, which may be older. It stands here and is no condition in
 * `package.json`, which would be published.
 */
const sources: Plugin = {
  name: "sources",
  enforce: "pre",
  resolveId(id, importer = "") {
    const [, name = "", entrance = ""] = /^@linknet-kit\/([a-z]+)(\/.+)?$/.exec(id) ?? [];
    if (name !== "") return sourceOf(join(packages, name), ({ exports }) => exports?.[`.${entrance}`]);
    const [own] = /^.*\/packages\/[a-z]+\//.exec(importer) ?? [];
    return id.startsWith("#") && own !== undefined ? sourceOf(own, ({ imports }) => imports?.[id]) : undefined;
  },
};

function sourceOf(
  folder: string,
  entranceOf: (manifest: Entrances) => { readonly default: string } | undefined,
): string | undefined {
  const compiled = entranceOf(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Entrances)?.default;
  const source = compiled?.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
  return source !== undefined && existsSync(join(folder, source)) ? join(folder, source) : undefined;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [sources],
  test: {
    dir: process.cwd(),
    include: ["**/src/**/*.test.ts"],
    globalSetup: [join(import.meta.dirname, "scripts/freshChildren.mjs")],
    // Packages import each other's sources: what one has transformed, the next takes. Only where nothing is older than what it was made of.
    experimental: {
      fsModuleCache: process.env["CI"] !== undefined,
      fsModuleCachePath: join(import.meta.dirname, "node_modules/.vitest-modules"),
    },
    // Ends a test that hangs, also on a busy machine, where a test in Chromium takes many times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // vitest would leave one core free, which is half of a small machine.
    maxWorkers: "100%",
    reporters: ["default", ["json", { outputFile: join(process.cwd(), "test-results.json") }]],
  },
});
