/**
 * Puts what a package's `src/bundled` takes from development dependencies into its `dist/bundled`, with their licences: run in the
 * package's folder after the compiler. Whoever installs the package installs none of them then, nor what they depend on.
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join, resolve } from "node:path";
import { build } from "vite";

const FOLDER = "dist/bundled";
const LICENSES = "licenses.json";

const { dependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
const names = readdirSync("src/bundled").filter((name) => name.endsWith(".ts") && !name.includes(".test."));

await build({
  configFile: false,
  logLevel: "error",
  ssr: { noExternal: true },
  plugins: [keepDependencies()],
  build: {
    ssr: true,
    target: "node20",
    outDir: FOLDER,
    emptyOutDir: false,
    license: { fileName: LICENSES },
    rolldownOptions: {
      input: Object.fromEntries(names.map((name) => [basename(name, ".ts"), `src/bundled/${name}`])),
      output: { entryFileNames: "[name].js" },
    },
  },
});

/** @type {{ name: string, version: string, text: string }[]} */
const licenses = JSON.parse(readFileSync(join(FOLDER, LICENSES), "utf8"));
rmSync(join(FOLDER, LICENSES));
writeFileSync(join(FOLDER, "NOTICES.txt"), groupByText(licenses));

/** What the package depends on stays its own to install. Where it was required it is imported, as browsers have no `require`.
 * @returns {import("vite").Plugin} */
function keepDependencies() {
  const required = "\0required:";
  const isKept = (/** @type {string} */ id) =>
    Object.keys(dependencies).some((name) => `${id}/`.startsWith(`${name}/`));
  return {
    name: "keep-dependencies",
    enforce: "pre",
    resolveId(id, _, { kind }) {
      if (!isKept(id)) return undefined;
      return kind === "require-call" ? `${required}${id}` : { id, external: true };
    },
    load(id) {
      if (!id.startsWith(required)) return undefined;
      const file = JSON.stringify(fileOf(id.slice(required.length)));
      return `import whole from ${file};\nexport { whole as "module.exports" };`;
    },
  };
}

/** `require` finds `name/file` without its ending, `import` does not.
 * @param {string} id */
function fileOf(id) {
  const ending = extname(createRequire(resolve("package.json")).resolve(id));
  return id.includes("/") && extname(id) === "" ? `${id}${ending}` : id;
}

/** Each text once, below all that it is the licence of.
 * @param {typeof licenses} all */
function groupByText(all) {
  const texts = [...new Set(all.map(({ text }) => text))];
  const ownersOf = (/** @type {string} */ text) => all.filter((each) => each.text === text);
  const groups = texts.map((text) => [...ownersOf(text).map(({ name, version }) => `${name} ${version}`), "", text]);
  return `${groups.map((lines) => lines.join("\n").trim()).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
