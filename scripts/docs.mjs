/** Writes docs/ops.md from the op table and docs/dsl.md from the layers; with `--check` it only says whether they are what it would write. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {import("../packages/core/src/index.js").Op} Op */

const root = fileURLToPath(new URL("..", import.meta.url));
/** @type {typeof import("../packages/core/src/index.js")} */
const { decompositions, expansions, isAbsent, isWritten, layerFunctions, opTable } = await import(
  pathToFileURL(join(root, "packages/core/dist/index.js")).href
);

/** @param {Op} op */
function renderInputs(op) {
  const notes = op.slots.map(({ name, arity, type }) => {
    const note = [
      arity === "optional" && "optional",
      arity === "many" && "one or more",
      !Object.hasOwn(op.types, type) && type,
      op.statistics?.includes(name) && "a running statistic, not trained",
    ].filter(Boolean);
    return note.length === 0 ? `\`${name}\`` : `\`${name}\` (${note.join(", ")})`;
  });
  return notes.join(", ");
}

/** What each type variable stands for.
 * @param {Op} op */
function renderTypes({ types }) {
  const variables = Object.entries(types);
  return variables
    .map(([name, allowed]) => `${variables.length > 1 ? `${name} is ` : ""}${allowed.join(", ")}`)
    .join("; ");
}

/** @param {{ attributes: Op["attributes"] }} given */
function renderAttributes({ attributes }) {
  const rows = Object.entries(attributes).map(([name, kind]) => {
    const fallback = kind.default === undefined ? "must be given" : `\`${JSON.stringify(kind.default)}\``;
    return `| \`${name}\` | ${kind.summary} | ${fallback} |`;
  });
  return rows.length === 0 ? [] : ["", "| attribute | takes | default |", "|---|---|---|", ...rows];
}

/** `[Pad](...) opsets 2 to 10, only read`
 * @param {import("../packages/core/src/index.js").OnnxOperator & { write?: unknown }} form */
function renderForm(form) {
  const { operator, from, until } = form;
  const page = `[${operator}](https://onnx.ai/onnx/operators/onnx__${operator}.html)`;
  const opsets = until === undefined ? `from opset ${from}` : `opsets ${from} to ${until}`;
  return `${page} ${opsets}${isWritten(form) ? "" : ", only read"}`;
}

/** @param {Op} op */
function renderForms(op) {
  const { onnx, tfjs, axes } = op;
  const absent = (/** @type {string} */ format, /** @type {string} */ reason) => `- ${format}: has none; ${reason}`;
  return [
    ...(axes === "channels-last" ? ["- Images: N x H x W x C; the pass `channelsLast` puts it in"] : []),
    isAbsent(onnx) ? absent("ONNX", onnx.absent) : `- ONNX: ${onnx.map(renderForm).join("; ")}`,
    ...(isAbsent(tfjs) ? [absent("tfjs", tfjs.absent)] : []),
    ...(decompositions.has(op) ? ["- Decomposes into others where a format cannot say it"] : []),
  ];
}

/** @param {Op} op */
function renderOp(op) {
  return [
    `## ${op.name}`,
    "",
    `${op.summary}.`,
    "",
    `- Inputs: ${renderInputs(op)}`,
    `- Outputs: ${op.results.map((name) => `\`${name}\``).join(", ")}`,
    `- Data types: ${renderTypes(op)}`,
    ...renderForms(op),
    ...renderAttributes(op),
    "",
  ];
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

const opsText = [
  "# Ops",
  "",
  "What a network may be made of. Written by `pnpm docs:write` from the table in `packages/core/src/ops/all.ts`: edit the ops, not this file.",
  "Tensors hold floats, all of a node in the same data type, and images are N x C x H x W, unless an op says otherwise.",
  "",
  ...opTable.flatMap(renderOp),
  "## Read as several",
  "",
  "Operators of ONNX that become more than one of these where a file is read:",
  "",
  ...expansions.map((form) => `- ${renderForm(form)}`),
  "",
].join("\n");

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
  ...layerFunctions.flatMap(({ definition }) => renderLayer(definition)),
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
