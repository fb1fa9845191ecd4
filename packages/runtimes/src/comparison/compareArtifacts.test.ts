import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float32 } from "@linknet-kit/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Artifact } from "../child/protocol.js";
import { fakeRuntime } from "../fakes/runtime.test.fake.js";
import { compareArtifacts } from "./compareArtifacts.js";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "comparison-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const artifact = (name: string): Artifact => {
  const ends = [{ name: "image", type: float32(1, 3, 6, 8) }];
  return { path: join(folder, `${name}.fake`), inputs: ends, outputs: ends };
};

const compare = (behaviour: string, base: string, candidate: string, budgetSeconds = 60) =>
  compareArtifacts({
    runtime: fakeRuntime(behaviour),
    base: artifact(base),
    candidate: artifact(candidate),
    threads: 1,
    budgetSeconds,
  });

test("A candidate that is four times as slow fails, and failed twice before it is said", async () => {
  const outcome = await compare("is-timed", "fast", "slow");
  expect(outcome).toMatchObject({ kind: "answer", answer: { decision: { verdict: "fail" } } });
  if (outcome.kind !== "answer") return;
  const { decision, pairs, unconfirmed } = outcome.answer;
  expect(decision.ratio).toBeGreaterThan(2);
  expect(pairs).toHaveLength(decision.pairs);
  expect(unconfirmed).toBeUndefined();
});

test("A candidate that is four times as fast passes", async () => {
  expect(await compare("is-timed", "slow", "fast")).toMatchObject({ answer: { decision: { verdict: "pass" } } });
});

test("A failure that does not come again is inconclusive, and what came first is told", async () => {
  expect(await compare("is-slow-once", "fast", "slow")).toMatchObject({
    answer: { decision: { verdict: "inconclusive" }, unconfirmed: { verdict: "fail" } },
  });
});

test("A budget that ends before anything is decided leaves it inconclusive", async () => {
  expect(await compare("is-timed", "fast", "slow", 1e-6)).toMatchObject({
    answer: { decision: { verdict: "inconclusive", pairs: 1 } },
  });
});

test.each([
  ["throws", "operator Relu is not implemented"],
  ["times-itself", "timed elsewhere"],
])("A runtime that %s gives a reason instead of a comparison", async (behaviour, reason) => {
  const ends = [{ name: "image", type: float32(1, 3, 6, 8) }];
  const any: Artifact = { path: "any", inputs: ends, outputs: ends };
  const given = { runtime: fakeRuntime(behaviour), base: any, candidate: any, threads: 1, budgetSeconds: 1 };
  expect(await compareArtifacts(given)).toMatchObject({ kind: "failed", reason: expect.stringContaining(reason) });
});
