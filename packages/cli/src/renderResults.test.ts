import { readFile } from "node:fs/promises";
import type { ResultFile } from "@linknet-kit/results";
import { beforeAll, describe, expect, it } from "vitest";
import { printLine } from "./line.js";
import { renderResults } from "./renderResults.js";

let file: ResultFile;
beforeAll(async () => {
  const path = new URL("../../../reports/two-core-epyc/result.json", import.meta.url);
  file = JSON.parse(await readFile(path, "utf8")) as ResultFile;
});
const print = (changes: Partial<ResultFile> = {}): readonly string[] =>
  renderResults({ ...file, ...changes }).map((line) => printLine(line, false));

describe("results in a terminal", () => {
  it("are a table that fits 80 columns, a row for what ran, aligned", () => {
    const [head, ...rows] = print().slice(0, 27);
    expect(rows).toHaveLength(26);
    for (const line of [head!, ...rows]) expect(line.length).toBeLessThanOrEqual(80);
    expect(head).toMatch(/^network {2}size +runtime +ms +95 % +fps/);
    const row = rows.find((line) => line.startsWith("linknet  640x360   onnxruntime-node/cpu"))!;
    // 122.36 ms (119.6 to 124.6) of the committed file.
    expect(row).toMatch(/ 122 +±\d\.\d % +8\.17$/);
    expect(row.indexOf("122") + 3).toBe(head!.indexOf(" ms ") + 3);
  });

  it("say in a line each what failed and why, in one what is not here, and in one what was left out for a reason", () => {
    const below = print().slice(27);
    expect(below.filter((line) => line.startsWith("failed: enet 96x64 on chromium/onnxruntime-web"))).toHaveLength(2);
    expect(below.filter((line) => line.startsWith("not here:"))).toEqual([
      "not here: onnxruntime-node/webgpu, onnxruntime-node/cuda, onnxruntime-node/tensorrt, tfjs/webgpu, tfjs/node, " +
        "tfjs/node-gpu, trtexec/gpu (linknet runtimes says why)",
    ]);
    expect(
      below.filter((line) => line.startsWith("left out: 24 cells of onnxruntime-web/wasm, tfjs/wasm, ")),
    ).toHaveLength(1);
    expect(below.filter((line) => line.startsWith("left out:"))).toHaveLength(2);
  });

  it("give no time of what is not right, but the reason", () => {
    const results = [{ ...file.results[0]!, status: "incorrect" as const, reason: "the output differs" }];
    const lines = print({ results, suite: { name: "x", cells: 1 } });
    expect(lines[1]).toMatch(/^segnet {3}640x360 {2}onnxruntime-node\/cpu +incorrect$/);
    expect(lines[2]).toBe("incorrect: segnet 640x360 on onnxruntime-node/cpu: the output differs");
  });

  it("name threads and batches only where there are several", () => {
    const [first] = file.results;
    expect(print({ results: [first!, { ...first!, threads: 1 }] })[0]).toContain("threads");
    expect(print({ results: [first!, { ...first!, threads: 1, requestedThreads: 2 }] })[0]).not.toContain("threads");
    expect(print({ results: [first!, { ...first!, batch: 4 }] })[0]).toContain("batch");
  });
});
