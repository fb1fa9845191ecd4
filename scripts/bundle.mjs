/**
 * Puts what a package's `src/bundled` takes from development dependencies into its `dist/bundled`, with their licences: run in the
 * package's folder after the compiler. Whoever installs the package installs none of them then, nor what they depend on.
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";

const FOLDER = "dist/bundled";
const LICENSES = "licenses.json";

const { dependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
const names = readdirSync("src/bundled").filter((name) => name.endsWith(".ts") && !name.includes(".test."));

await build({
  configFile: false,
  logLevel: "error",
  // What the package depends on stays its own to install.
  ssr: { noExternal: true, external: Object.keys(dependencies) },
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
writeFileSync(join(FOLDER, "LICENSES.txt"), groupByText(licenses));

/** Each text once, below all that it is the licence of.
 * @param {typeof licenses} all */
function groupByText(all) {
  const texts = [...new Set(all.map(({ text }) => text))];
  const ownersOf = (/** @type {string} */ text) => all.filter((each) => each.text === text);
  const groups = texts.map((text) => [...ownersOf(text).map(({ name, version }) => `${name} ${version}`), "", text]);
  return `${groups.map((lines) => lines.join("\n").trim()).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
