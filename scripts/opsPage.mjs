/**
 * The text of docs/ops.md: a table of ops, what formats lack of them, and on which runtimes their cases run. What runtimes do not run is
 * the table that the tests hold them to.
 */
/** @typedef {import("../packages/core/src/index.js").Op} Op */
/** @typedef {import("../packages/core/src/index.js").OnnxOperator & { write?: unknown }} Form */
/** @typedef {import("../packages/core/src/cases.js").CaseModel} CaseModel */
/** @typedef {Readonly<Record<string, import("../packages/runtimes/src/conformance.js").CaseLimits>>} Limits */
/** @typedef {typeof import("../packages/core/src/index.js")} Core */

/**
 * @typedef {object} Knowledge
 * @property {Core} core
 * @property {readonly CaseModel[]} caseModels
 * @property {Limits} limits by runtime
 * @property {readonly string[]} otherRuntimes that have not run the cases
 */

/** @param {Knowledge} knowledge */
export function opsPage({ core, caseModels, limits, otherRuntimes }) {
  const { decompositions, expansions, isAbsent, opTable } = core;
  const { FLOAT_TYPES, ARITHMETIC_TYPES, NUMBER_TYPES, VALUE_TYPES } = core;
  /** @type {readonly (readonly [string, readonly string[]])[]} */
  const sets = [
    ["floats", FLOAT_TYPES],
    ["arithmetic", ARITHMETIC_TYPES],
    ["numbers", NUMBER_TYPES],
    ["all", VALUE_TYPES],
  ];
  const runtimes = Object.keys(limits);
  const isInner = (/** @type {Op} */ op) => op.axes === "channels-last";
  const held = caseModels.filter(({ op }) => !isInner(op));
  /** @param {string} runtime
   * @param {readonly CaseModel[]} cases */
  const runBy = (runtime, cases) => cases.filter(({ name }) => limits[runtime]?.cases[name] === undefined).length;

  /** @param {Op} op */
  function renderTypes({ types }) {
    const named = Object.entries(types).map(([variable, allowed]) => {
      const set = sets.find(([, each]) => each.join() === allowed.join())?.[0] ?? allowed.join(", ");
      return Object.keys(types).length > 1 ? `${variable}: ${set}` : set;
    });
    return named.join("; ");
  }

  /** @param {Op} op */
  function renderRanks(op) {
    const ranks = new Set(
      caseModels.filter((each) => each.op === op).map(({ inputs }) => Object.values(inputs)[0]?.shape.length ?? 0),
    );
    return [...ranks].toSorted((a, b) => a - b).join(", ");
  }

  /** @param {Op} op */
  function renderRuntimes(op) {
    if (isInner(op)) return "within tfjs";
    const cases = held.filter((each) => each.op === op);
    const counts = runtimes.map((runtime) => runBy(runtime, cases));
    const whole = counts.filter((count) => count === cases.length).length;
    const part = counts.filter((count) => count > 0 && count < cases.length).length;
    return `${whole}${part === 0 ? "" : `, ${part} in part`}`;
  }

  /** @param {Op} op */
  function renderRow(op) {
    const { name, summary, onnx } = op;
    const forms = isAbsent(onnx) ? "none" : renderForms(onnx);
    const cells = [
      `**${name}**(${renderInputs(op)})`,
      summary,
      forms,
      renderTypes(op),
      renderRanks(op),
      renderRuntimes(op),
    ];
    return `| ${cells.join(" | ")} |`;
  }

  const lacking = opTable.flatMap(({ name, onnx, tfjs, gradient }) => [
    ...(isAbsent(onnx) ? [`| ${name} | ONNX | ${onnx.absent} |`] : []),
    ...(isAbsent(tfjs) ? [`| ${name} | tfjs | ${tfjs.absent} |`] : []),
    ...(isAbsent(gradient) ? [`| ${name} | gradients | ${gradient.absent} |`] : []),
  ]);

  /** @type {Map<string, string[]>} */
  const alike = new Map();
  for (const [runtime, own] of Object.entries(limits)) {
    const text = renderLimits(own);
    alike.set(text, [...(alike.get(text) ?? []), runtime]);
  }

  return [
    "# Ops",
    "",
    "What a network may be made of. Written by `pnpm docs:write` from the ops, their cases and what runtimes are known not to run: edit those, not",
    "this file. [The layer language](dsl.md) has the attributes, and an op's own file all of it.",
    "",
    "- **In ONNX**: operators and their opsets, `7+` from 7 on; what is only read stands behind `read`.",
    `- **Types**: ${sets.map(([name, types]) => `\`${name}\` ${types.join(", ")}`).join("; ")}. One letter is one type for a whole node.`,
    "- **Ranks**: those of the first operand in the op's cases, which every runtime below is held to.",
    `- **Runtimes**: of the ${runtimes.length} whose tests run every case, how many compute all of this op's as the reference does, positions of`,
    "  maxima aside; further ones compute some. Chromium's WebAssembly runs one case an op, since Node runs the same binaries on all.",
    "  `within tfjs` is what only models for tfjs are made of.",
    "",
    "| op | computes | in ONNX | types | ranks | runtimes |",
    "|---|---|---|---|---|---|",
    ...opTable.map(renderRow),
    "",
    `Where an opset or a format lacks ${list([...decompositions.keys()].map(({ name }) => name))}, what it decomposes into takes its place.`,
    "",
    "## Read as several",
    "",
    "Operators of ONNX that become more than one of these where a file is read:",
    "",
    ...expansions.map((form) => `- ${renderForms([form])}`),
    "",
    "Which of ONNX's own backend tests pass has [a page of its own](onnx-conformance.md).",
    "",
    "## What formats lack",
    "",
    "| op | format | instead, or why |",
    "|---|---|---|",
    ...lacking,
    "",
    "## What runtimes do not run",
    "",
    `Of ${held.length} cases. ${list(otherRuntimes)} have not run them.`,
    "",
    "| runtimes | cases that agree | others, by what is said of them |",
    "|---|---|---|",
    ...[...alike].map(([text, own]) => `| ${own.join(", ")} | ${runBy(own[0] ?? "", held)} | ${text} |`),
    "",
  ].join("\n");
}

/** @param {Op} op */
function renderInputs({ slots, types }) {
  const inputs = slots.map(({ name, arity, type }) => {
    const mark = { one: "", optional: "?", many: "..." }[arity];
    return `${name}${mark}${Object.hasOwn(types, type) ? "" : `: ${type}`}`;
  });
  return inputs.join(", ");
}

/** `[Pad](...) 11+, read 2-10`
 * @param {readonly Form[]} forms */
function renderForms(forms) {
  const operators = new Set(forms.map(({ operator }) => operator));
  const range = (/** @type {Form} */ { from, until }) => (until === undefined ? `${from}+` : `${from}-${until}`);
  const parts = [...operators].map((operator) => {
    const own = forms.filter((form) => form.operator === operator).toSorted((a, b) => b.from - a.from);
    const written = own.filter(({ write }) => write !== undefined).map(range);
    const read = own.filter(({ write }) => write === undefined).map(range);
    const opsets = [...written, ...(read.length === 0 ? [] : [`read ${read.join(", ")}`])].join(", ");
    return `[${operator}](https://onnx.ai/onnx/operators/onnx__${operator}.html) ${opsets}`;
  });
  return parts.join("; ");
}

/** By the error, the ops and how many of their cases it is about.
 * @param {import("../packages/runtimes/src/conformance.js").CaseLimits} limits */
function renderLimits({ cases, positions }) {
  /** @type {Map<string, Map<string, number>>} */
  const byReason = new Map();
  for (const [name, reason] of Object.entries(cases)) {
    const op = name.split(":", 1)[0] ?? name;
    const ops = byReason.get(reason) ?? new Map();
    byReason.set(reason, ops.set(op, (ops.get(op) ?? 0) + 1));
  }
  const entries = [...byReason].map(([reason, ops]) => {
    return `${list([...ops].map(([op, count]) => `${count} of ${op}`))}: "${reason}"`;
  });
  return [...entries, ...(positions === undefined ? [] : [`positions of maxima: "${positions[0]}"`])].join("; ");
}

/** @param {readonly string[]} words */
function list(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
