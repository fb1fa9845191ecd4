/** Writes docs/ops.md from the op table; with `--check` it only says whether the file is what it would write. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {import("../packages/core/src/index.js").Op} Op */

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "docs/ops.md");
/** @type {typeof import("../packages/core/src/index.js")} */
const { inputSlots, isAbsent, opTable } = await import(pathToFileURL(join(root, "packages/core/dist/index.js")).href);

/** @param {Op} op */
function renderInputs(op) {
  const notes = inputSlots(op).map(({ name, arity }) => {
    const note = [
      arity === "optional" && "optional",
      arity === "many" && "one or more",
      op.integers?.includes(name) && "int64",
      op.statistics?.includes(name) && "a running statistic, not trained",
    ].filter(Boolean);
    return note.length === 0 ? `\`${name}\`` : `\`${name}\` (${note.join(", ")})`;
  });
  return notes.join(", ");
}

/** @param {Op} op */
function renderAttributes(op) {
  const rows = Object.entries(op.attributes).map(([name, kind]) => {
    const fallback = kind.default === undefined ? "must be given" : `\`${JSON.stringify(kind.default)}\``;
    return `| \`${name}\` | ${kind.summary} | ${fallback} |`;
  });
  return rows.length === 0 ? [] : ["", "| attribute | takes | default |", "|---|---|---|", ...rows];
}

/** @param {Op} op */
function renderForms({ onnx, tfjs, layout }) {
  const absent = (/** @type {string} */ format, /** @type {string} */ reason) => `- ${format}: has none; ${reason}`;
  const page = (/** @type {string} */ type) => `[${type}](https://onnx.ai/onnx/operators/onnx__${type}.html)`;
  return [
    ...(layout === "channels-last" ? ["- Images: N x H x W x C; the pass `channelsLast` puts it in"] : []),
    isAbsent(onnx) ? absent("ONNX", onnx.absent) : `- ONNX: ${page(onnx.type)}, in this form since opset ${onnx.since}`,
    ...(isAbsent(tfjs) ? [absent("tfjs", tfjs.absent)] : []),
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
    `- Outputs: ${op.outputs.map((name) => `\`${name}\``).join(", ")}`,
    ...renderForms(op),
    ...renderAttributes(op),
    "",
  ];
}

const text = [
  "# Ops",
  "",
  "What a network may be made of. Written by `pnpm docs:write` from the table in `packages/core/src/ops/table.ts`: edit the ops, not this file.",
  "Tensors hold floats, all of a node in the same data type, and images are N x C x H x W, unless an op says otherwise.",
  "",
  ...opTable.flatMap(renderOp),
].join("\n");

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
  console.error('docs/ops.md is not what the op table says: run "pnpm docs:write"');
  process.exitCode = 1;
}
