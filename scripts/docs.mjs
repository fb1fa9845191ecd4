/** Writes docs/ops.md from the ops, their cases and what runtimes do not run, and docs/dsl.md from the layers; with `--check` it only says whether they are what it would write. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { opsPage } from "./opsPage.mjs";

/** @typedef {import("../packages/core/src/index.js").Op} Op */

const root = fileURLToPath(new URL("..", import.meta.url));
/** What is compiled of a package.
 * @param {string} path */
const compiled = (path) => import(pathToFileURL(join(root, "packages", path)).href);
/** @type {typeof import("../packages/core/src/index.js")} */
const core = await compiled("core/dist/joined/index.js");
/** @type {typeof import("../packages/core/src/cases.js")} */
const { caseModels } = await compiled("core/dist/joined/cases.js");
/** @type {typeof import("../packages/runtimes/src/conformance.js")} */
const { caseLimits } = await compiled("runtimes/dist/conformance.js");
/** @type {typeof import("../packages/runtimes/src/index.js")} */
const { runtimes } = await compiled("runtimes/dist/index.js");

/** @param {{ attributes: Op["attributes"] }} given */
function renderAttributes({ attributes }) {
  const rows = Object.entries(attributes).map(([name, kind]) => {
    const fallback = kind.default === undefined ? "must be given" : `\`${JSON.stringify(kind.default)}\``;
    return `| \`${name}\` | ${kind.summary} | ${fallback} |`;
  });
  return rows.length === 0 ? [] : ["", "| attribute | takes | default |", "|---|---|---|", ...rows];
}

/** @typedef {import("../packages/core/src/index.js").DocumentedFunction["definition"]} Layer */

/** `conv2d({ filters: number, stride?: number | Pair }): (x: SymbolicTensor) => SymbolicTensor`
 * @param {Layer} layer */
function renderSignature({ name, attributes, reads, result }) {
  const fields = Object.entries(attributes).map(
    ([field, { written, default: fallback }]) => `${field}${fallback === undefined ? "" : "?"}: ${written}`,
  );
  const optional = Object.values(attributes).every((kind) => kind.default !== undefined);
  const given = fields.length === 0 ? "" : `attributes${optional ? "?" : ""}: { ${fields.join("; ")} }`;
  const tensors = reads.map((slot) =>
    slot.endsWith("...") ? `...${slot.slice(0, -3)}: SymbolicTensor[]` : `${slot}: SymbolicTensor`,
  );
  return `${name}(${given}): (${tensors.join(", ")}) => ${result}`;
}

/** @param {Layer} layer */
function renderLayer(layer) {
  return [
    `### ${layer.name}`,
    "",
    `${layer.summary}.`,
    "",
    "```ts",
    renderSignature(layer),
    "",
    `${layer.example}; // for example`,
    "```",
    ...renderAttributes(layer),
    "",
  ];
}

/** What a module exports, from its declarations: the comment and the signature of each.
 * @param {string} module
 * @param {readonly string[]} names */
function renderDeclarations(module, names) {
  const text = readFileSync(join(root, "packages/core/dist", `${module}.d.ts`), "utf8");
  return names.flatMap((name) => {
    const form = new RegExp(
      String.raw`(?:/\*\*((?:(?!\*/)[\s\S])*)\*/\n)?export (?:declare )?((?:interface ${name}\b[\s\S]*?^\}|(?:function|const|type) ${name}\b[\s\S]*?;$))`,
      "m",
    );
    const [, comment = "", declaration] = form.exec(text) ?? [];
    if (declaration === undefined) throw new Error(`${module} declares no ${name}`);
    const words = comment
      .replace(/^\s*\*\s?/gm, " ")
      .replace(/\s+/g, " ")
      .trim();
    return [`### ${name}`, "", ...(words === "" ? [] : [words, ""]), "```ts", declaration.trim(), "```", ""];
  });
}

const otherRuntimes = runtimes.map(({ name }) => name).filter((name) => !Object.hasOwn(caseLimits, name));
const opsText = opsPage({ core, caseModels, limits: caseLimits, otherRuntimes });

const dslText = [
  "# The layer language",
  "",
  "What `@linknet-kit/core` exports to define networks with. Written by `pnpm docs:write` from the code: edit that, not this file.",
  "[Your own network](your-own-network.md) shows a whole one, [ops](ops.md) what each becomes in ONNX.",
  "",
  "There is one way of calling. A function takes its attributes in one object and gives a **layer**; a layer takes the tensors that it",
  "reads: `conv2d({ filters: 16, kernel: 3 })(x)`, `relu()(x)`, `concat()(a, b)`. Within `sequence` and `named` a layer stands without its",
  "tensor. `Pair` is `readonly [vertical: number, horizontal: number]`, and one number stands for both; `Padding` is",
  "`{ top: number; left: number; bottom: number; right: number }`. Images are N x C x H x W.",
  "",
  "## Layers",
  "",
  ...core.layerFunctions.flatMap(({ definition }) => renderLayer(definition)),
  "## Composition",
  "",
  ...renderDeclarations("builder", ["Layer"]),
  ...renderDeclarations("layers", ["sequence", "named", "channelsOf", "sizeOf"]),
  "## Networks",
  "",
  ...renderDeclarations("network", ["defineNetwork", "Network", "NetworkOptions", "buildNetworkGraph"]),
  ...renderDeclarations("builder", ["buildGraph"]),
].join("\n");

for (const [name, text] of /** @type {const} */ ([
  ["docs/ops.md", opsText],
  ["docs/dsl.md", dslText],
])) {
  const target = join(root, name);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error(`${name} is not what the code says: run "pnpm docs:write"`);
    process.exitCode = 1;
  }
}
