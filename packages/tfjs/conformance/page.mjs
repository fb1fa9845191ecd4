/** The scores as a page. */

/** @typedef {{ result: "passed" | "failed" | "refused", reason: string }} Outcome */
/** @typedef {{ kind: string, name: string, outcomes: Readonly<Record<string, Outcome>> }} Tested what became of one test, by way */

const HEAD = `# ONNX's own backend tests

Written by \`node packages/tfjs/conformance/backend.mjs --write\` from a run of the tests of ONNX 1.12: edit nothing here. Each model is
computed by the reference, by the reference after it was written as ONNX and read again (round trip), and by tfjs on its backend \`cpu\` after it
was written for that; all are held to the outputs that ONNX stored, by the tolerances of ONNX's own runner. What is not passed is
refused, with a reason; a wrong number is a failure, of which there are none. \`packages/tfjs/conformance/passing.json\` pins each test.
`;

/** @param {readonly Tested[]} tests */
export function conformancePage(tests) {
  const ways = Object.keys(tests[0]?.outcomes ?? {});
  const kinds = [...new Set(tests.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = tests.filter((test) => test.kind === kind);
    return [`\`${kind}\``, own.length, ...ways.map((way) => own.filter((test) => is(test, way, "passed")).length)];
  });
  const sections = ways.map((way) => `## Refused: ${way}\n\n${refusals(tests, way)}`);
  return `${HEAD}\n${table(["tests", "of", ...ways], rows)}\n${sections.join("\n")}`;
}

/** @param {Tested} test
 * @param {string} way
 * @param {Outcome["result"]} result */
function is({ outcomes }, way, result) {
  return outcomes[way]?.result === result;
}

/** Reasons with their tests, the most frequent first.
 * @param {readonly Tested[]} tests
 * @param {string} way */
function refusals(tests, way) {
  /** @type {Map<string, string[]>} */
  const byReason = new Map();
  for (const test of tests.filter((each) => is(each, way, "refused"))) {
    const reason = test.outcomes[way]?.reason ?? "";
    byReason.set(reason, [...(byReason.get(reason) ?? []), test.name]);
  }
  const rows = [...byReason].toSorted(([a, some], [b, more]) => more.length - some.length || (a < b ? -1 : 1));
  return table(
    ["tests", "reason", "such as"],
    rows.map(([reason, names]) => [names.length, reason.replaceAll("|", "\\|"), names.slice(0, 3).join(", ")]),
  );
}

/** @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
