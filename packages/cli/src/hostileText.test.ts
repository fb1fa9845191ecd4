/** Words and names that would steer a terminal or a CI system, through whole commands. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import { readResultFile } from "@linknet-kit/results/files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runWords } from "./recordedTerminal.test.support.js";

const EVIL =
  "evil\n::set-output name=approved::true\n##[add-mask]x\n\u001b]0;pwned\u0007\u001b[2J\u009b31m\u202e\u200b";
/** Of JSON, whose parser gives the name back, the same in escapes. */
const SHOWN =
  "evil\\n::set-output name=approved::true\\n\\u0023#[add-mask]x\\n\\u001b]0;pwned\\u0007\\u001b[2J\\u009b31m\\u202e\\u200b";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-hostile-"));
  const graph = buildNetwork("enet", { size: { width: 32, height: 32 }, width: 0.1 });
  const named = { ...graph, name: EVIL };
  await writeOnnx({ graph: named, weights: initialWeights(0) }, join(folder, "evil.onnx"));
  const committed = new URL("../../../reports/two-core-epyc/result.json", import.meta.url);
  const file = await readResultFile(committed.pathname);
  const results = file.results.slice(0, 2).map((result) => ({ ...result, network: EVIL, reason: EVIL }));
  await writeFile(join(folder, "result.json"), JSON.stringify({ ...file, results }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function expectHarmless(text: string): void {
  expect(text).not.toMatch(/^\s*::|##[A-Za-z]*\[/m);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
}

describe.each([[false], [true]])("With --json: %s,", (json) => {
  test.each([
    ["count of a model", ["count", "@evil.onnx"], 0],
    ["count of a network that is not there", ["count", EVIL], 2],
    ["count of a file that is not there", ["count", `@${EVIL}.onnx`], 1],
    ["an unknown command", [EVIL], 2],
    ["an unknown option", ["count", "enet", `--${EVIL}`], 2],
    ["an option's value", ["count", "enet", "--size", EVIL], 2],
    ["a runtime", ["bench", "--runtimes", EVIL], 2],
    ["a prediction", ["predict", "@evil.onnx", "--device", "jetson-tx1"], 0],
    ["a device", ["predict", "enet", "--device", EVIL], 2],
    ["verify", ["verify", "@evil.onnx", "--runtimes", "onnxruntime-node/cpu"], 0],
    ["merge", ["merge", "@result.json", "-o", "@merged.json", "--force"], 0],
    ["compare", ["compare", "@result.json", "@result.json"], 0],
    ["report", ["report", "@result.json", "-o", `@${EVIL.replaceAll("/", "")}`, "--format", "csv"], 0],
  ])("%s prints names in lines of their own and in visible characters", async (_, words, code) => {
    const given = words.map((word) => word.replace(/^@/, `${folder}/`));
    const printed = await runWords(json && words.length > 1 ? [...given, "--json"] : given);
    expect(printed.code).toBe(code);
    expectHarmless(printed.out);
    expectHarmless(printed.notes);
    const isDocument = json && code === 0;
    expect(() => (isDocument ? (JSON.parse(printed.out) as unknown) : undefined)).not.toThrow();
  });
});

test("What is shown says which characters stood there, and JSON holds them exactly", async () => {
  const text = await runWords(["count", join(folder, "evil.onnx")]);
  expect(text.out.split("\n")[0]).toContain(SHOWN);
  const json = await runWords(["count", join(folder, "evil.onnx"), "--json"]);
  expect((JSON.parse(json.out) as { network: string }).network).toBe(EVIL);
});
