import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileMissingError, FileTooLargeError, FolderMissingError, NotAFileError } from "@linknet-kit/base/files";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ResultFile } from "../schema/schema.js";
import { DamagedResultFileError, ResultSchemaVersionError } from "./errors.js";
import { parseResultFile, readResultFile } from "./read.js";
import { fakeProfile, fakeResult, fakeResultFile } from "./resultFile.test.fixture.js";
import { printResultFile, writeResultFile } from "./write.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "result-"));
  path = join(folder, "result.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("A result file", () => {
  test("is read as it was written, and nothing else is left in its folder", async () => {
    await writeResultFile(path, fakeResultFile);
    expect(await readResultFile(path)).toEqual(fakeResultFile);
    expect(await readdir(folder)).toEqual(["result.json"]);
  });

  test("has its samples on one line", async () => {
    await writeResultFile(path, fakeResultFile);
    expect(await readFile(path, "utf8")).toContain('"samplesMs": [3, 1, 2, 1.5, 2.5],\n');
  });

  test("has its profile", async () => {
    const file = { ...fakeResultFile, results: [{ ...fakeResult, profile: fakeProfile }] };
    await writeResultFile(path, file);
    expect(await readResultFile(path)).toEqual(file);
  });

  test("survives printing whatever its words and numbers are", () => {
    const number = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(number, { minLength: 1 }), (words, samplesMs) => {
        const latency = { ...fakeResult.latency!, samplesMs };
        const tricky = `[\n1,\n2\n] ${words} [ 3 ]`;
        const file: ResultFile = { ...fakeResultFile, results: [{ ...fakeResult, latency, reason: tricky }] };
        expect(JSON.parse(printResultFile(file))).toEqual(JSON.parse(JSON.stringify(file)));
      }),
    );
  });

  test("of a newer version with more fields is read without them", () => {
    const more = { ...fakeResultFile, colour: "red", results: [{ ...fakeResult, watts: 5 }] };
    expect(parseResultFile(JSON.stringify(more), path)).toEqual(fakeResultFile);
  });

  test("goes nowhere when its folder is missing", async () => {
    await expect(writeResultFile(join(folder, "no", "r.json"), fakeResultFile)).rejects.toThrow(FolderMissingError);
  });

  test("that its own schema refuses is not written", async () => {
    const wrong = { ...fakeResultFile, results: [{ ...fakeResult, threads: -1 }] };
    await expect(writeResultFile(path, wrong)).rejects.toThrow("threads");
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("What is no result file is refused in words that name the path:", () => {
  const damage = (change: (file: ResultFile) => unknown): string => JSON.stringify(change(fakeResultFile));
  const changedRow = (part: object): string =>
    changed({ profile: { ...fakeProfile, rows: [{ ...fakeProfile.rows[0]!, ...part }] } });
  const changed = (part: object): string => damage((file) => ({ ...file, results: [{ ...fakeResult, ...part }] }));
  const shardsOf = (plan: object): string =>
    damage((file) => ({ ...file, suite: { ...file.suite, plan: { id: "a", ...plan } } }));

  test.each([
    ["the first half", printResultFile(fakeResultFile).slice(0, 700), "is not JSON, or only the beginning of it"],
    ["nothing", "", "is empty"],
    ["text", "latency: 3 ms", "is not JSON"],
    ["a number", "3", "has no schemaVersion"],
    ["null", "null", "has no schemaVersion"],
    ["other JSON", '{"name":"x"}', "has no schemaVersion"],
    ["a wrong word", changed({ status: "fast" }), 'results.0.status must be "valid"'],
    ["a wrong type", changed({ threads: "two" }), "results.0.threads is a string, expected a number"],
    ["a negative time", changed({ firstRunMs: -1 }), "results.0.firstRunMs"],
    ["an infinite time", changed({ firstRunMs: 0 }).replace('"firstRunMs":0', '"firstRunMs":1e999'), "firstRunMs"],
    ["a time that no clock tells", changed({ firstRunMs: 5e-324 }), "which no clock tells"],
    ["a time that nobody waits for", changed({ firstRunMs: 1e308 }), "results.0.firstRunMs"],
    [
      "an interval of nothing around a median",
      changed({ latency: { ...fakeResult.latency, ciLowMs: 0, ciHighMs: 0 } }),
      "the median lies outside its interval",
    ],
    [
      "an interval that ends before it begins",
      changed({ latency: { ...fakeResult.latency, ciLowMs: 9e9 } }),
      "the median lies outside its interval",
    ],
    ["a rate beyond any", changed({ throughputFps: 1e308 }), "results.0.throughputFps"],
    ["more shards than any plan has", shardsOf({ of: 2 ** 53 - 1, shards: [1] }), "suite.plan.of"],
    ["a shard that the plan does not have", shardsOf({ of: 2, shards: [3] }), "is none of the plan's"],
    ["a shard twice", shardsOf({ of: 2, shards: [1, 1] }), "is none of the plan's, or there twice"],
    ["no samples", changed({ latency: { ...fakeResult.latency, samplesMs: [] } }), "results.0.latency.samplesMs"],
    ["a profile of no row", changed({ profile: { ...fakeProfile, rows: [] } }), "results.0.profile"],
    ["a profile of a negative time", changedRow({ medianMs: -1 }), "results.0.profile"],
    ["a profile of a name as long as a book", changedRow({ layers: ["x".repeat(1e5)] }), "results.0.profile"],
    [
      "a profile of a million layers",
      changedRow({ layers: Array.from({ length: 1e6 }, () => "x") }),
      "results.0.profile",
    ],
    ["a missing field", damage((file) => ({ ...file, environment: undefined })), "environment is missing"],
  ])("%s", async (_, text, expected) => {
    await writeFile(path, text);
    const reading = readResultFile(path);
    await expect(reading).rejects.toThrow(DamagedResultFileError);
    await expect(reading).rejects.toThrow(path);
    await expect(reading).rejects.toThrow(expected);
    await expect(reading).rejects.toMatchObject({ hint: expect.stringContaining("name another file") });
  });

  test("hundreds of wrong fields, of which the first few are named", async () => {
    await writeFile(
      path,
      damage((file) => ({ ...file, results: Array.from({ length: 500 }, () => ({ a: 1 })) })),
    );
    const { message } = await readResultFile(path).then(
      () => new Error("it was read"),
      (error: Error) => error,
    );
    expect(message).toMatch(/results\.0\.network.*; and \d+ more$/);
    expect(message.length).toBeLessThan(400);
  });

  test.each([
    [2, "has schema version 2, this build reads version 1"],
    ["1", 'has schema version "1"'],
    [null, "has schema version null"],
  ])("schema version %o", async (schemaVersion, expected) => {
    await writeFile(
      path,
      damage((file) => ({ ...file, schemaVersion })),
    );
    await expect(readResultFile(path)).rejects.toThrow(ResultSchemaVersionError);
    await expect(readResultFile(path)).rejects.toThrow(expected);
  });

  test("a missing file, a folder, and one that is larger than any", async () => {
    await expect(readResultFile(path)).rejects.toThrow(FileMissingError);
    await mkdir(path);
    await expect(readResultFile(path)).rejects.toThrow(NotAFileError);
    const huge = join(folder, "huge.json");
    await writeFile(huge, "");
    await truncate(huge, 2 ** 40);
    await expect(readResultFile(huge)).rejects.toThrow(FileTooLargeError);
  });
});

test("A negative zero, which JSON has and no clock gives, is read as zero", () => {
  const text = JSON.stringify({ ...fakeResultFile, results: [{ ...fakeResult, firstRunMs: 0 }] });
  const { results } = parseResultFile(text.replace('"firstRunMs":0', '"firstRunMs":-0'), path);
  expect(Object.is(results[0]?.firstRunMs, 0)).toBe(true);
});

test("A __proto__ in the file changes no prototype, in the file's object or elsewhere", () => {
  const text = JSON.stringify(fakeResultFile)
    .replace('"runtimes":{', '"runtimes":{"__proto__":"1.0",')
    .replace('{"schemaVersion"', '{"__proto__":{"polluted":true},"schemaVersion"');
  const file = parseResultFile(text, path);
  expect(Object.getPrototypeOf(file)).toBe(Object.prototype);
  expect(Object.getPrototypeOf(file.environment.runtimes)).toBe(Object.prototype);
  expect(file).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
});
