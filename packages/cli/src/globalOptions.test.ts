/** What every command takes and does alike: how much it prints, and what it prints where it fails. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "global-options-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("--quiet", () => {
  test("leaves results and hides notes, before and after the command's name", async () => {
    const line = `plan --networks enet --sizes 64x48 --force -o ${join(folder, "plan.json")}`;
    const usual = await runCommand(line);
    expect(usual.notes).toContain("next: linknet bench");
    for (const quiet of [`-q ${line}`, `${line} --quiet`]) {
      expect(await runCommand(quiet)).toEqual({ ...usual, notes: "" });
    }
  });

  test("hides no error and no hint", async () => {
    expect((await runCommand("count linkent -q")).notes).toMatch(/^error: .*\nhint: /);
  });

  test("is refused beside --verbose", async () => {
    expect(await runCommand("networks -q --verbose")).toMatchObject({ code: 2, out: "" });
  });
});

test("--verbose names the version, each file that is written or read, and the time, all of it on stderr", async () => {
  const usual = await runCommand("count enet --json");
  const verbose = await runCommand("count enet --json --verbose");
  expect(verbose.out).toBe(usual.out);
  expect(verbose.notes).toMatch(/^linknet \d+\.\d+\.\d+\S*, Node v\d+\S*, \S+ \S+\ntook \d+\.\d\d s$/);
  const exported = await runCommand(`export enet --size 64x48 -o ${folder} --verbose`);
  expect(exported.notes).toContain(`wrote ${join(folder, "enet-64x48.onnx")}: `);
  const counted = await runCommand(`count ${join(folder, "enet-64x48.onnx")} --verbose`);
  expect(counted.notes).toContain(`read ${join(folder, "enet-64x48.onnx")}: `);
});

describe("A failure with --json", () => {
  test.each([
    ["count linkent --json", 2, "UNKNOWN_NAME", /linkent/],
    ["count --json", 2, "USAGE", /missing required argument/],
    ["count linknet --sise 640x360 --json", 2, "USAGE", /--sise/],
    ["coutn linknet --json", 2, "USAGE", /coutn/],
    ["count no-such-file.onnx --json", 1, "FILE_MISSING", /no-such-file/],
    ["report no-such-file.json --json", 1, "FILE_MISSING", /no-such-file/],
    ["compare a.json b.json --json", 1, "FILE_MISSING", /a\.json/],
    ["verify no-such-file.onnx --json", 1, "FILE_MISSING", /no-such-file/],
    ["predict linknet --device nokia --json", 2, "UNKNOWN_NAME", /nokia/],
    ["bench --shard 1/2 --json", 2, "SHARD_WITHOUT_PLAN", /--shard/],
    ["fleet github no-such-plan.json --shards 2 --json", 2, "USAGE", /--json/],
  ])("%s is one document that says so, beside the words on stderr", async (line, code, errorCode, message) => {
    const found = await runCommand(line);
    expect(found.code).toBe(code);
    expect(JSON.parse(found.out)).toEqual({
      error: expect.objectContaining({ code: errorCode, message: expect.stringMatching(message) as string }) as object,
    });
    expect(found.notes).toMatch(/^error: /);
  });

  test("after a document is printed, prints no second one", async () => {
    await writeFile(join(folder, "linknet.config.json"), JSON.stringify({ subjects: [{ file: "gone.onnx" }] }));
    const { code, out, notes } = await runCommand(
      `check --update --config ${join(folder, "linknet.config.json")} --json`,
    );
    expect(code).toBe(1);
    expect(Object.keys(JSON.parse(out) as object)).toContain("verdict");
    expect(notes).toMatch(/^error: /);
  });

  test("of help is none", async () => {
    const { code, out } = await runCommand("count --help --json");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("Usage: linknet count") as string });
  });

  test("that is an interruption says so", async () => {
    const stopped = AbortSignal.abort();
    const { code, out } = await runCommand("runtimes --json", stopped);
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "INTERRUPTED" } });
  });
});

test("--version names the revision of a checkout", async () => {
  expect((await runCommand("--version")).out).toMatch(/^\d+\.\d+\.\d+(?:\+[0-9a-f]{12}(?:\.dirty)?)?$/);
});
