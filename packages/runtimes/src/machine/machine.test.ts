import { availableParallelism, cpus } from "node:os";
import { environmentSchema } from "@linknet-kit/results";
import { isSameEnvironment } from "@linknet-kit/results/files";
import { describe, expect, test } from "vitest";
import { allowedCores } from "./cores.js";
import { captureEnvironment } from "./environment.js";

test("Allowed cores are at least one and at most what the affinity mask leaves", () => {
  expect(allowedCores()).toBeGreaterThanOrEqual(1);
  expect(allowedCores()).toBeLessThanOrEqual(availableParallelism());
});

describe("The environment", () => {
  test("fits the schema and names this machine's processor and Node", async () => {
    const environment = await captureEnvironment({ "fake/a": "1.0" }, true);
    expect(environmentSchema.parse(environment)).toEqual(environment);
    expect(environment.cpu.logicalCores).toBe(cpus().length);
    expect(environment.node).toBe(process.versions.node);
    expect(environment.os).not.toBe("");
    expect(environment).toMatchObject({ runtimes: { "fake/a": "1.0" }, gitDirty: true });
  });

  test("is the same whatever the load and the clock are, and another with another runtime", async () => {
    const one = await captureEnvironment({ "fake/a": "1.0" });
    const later = { ...one, loadAverage: [9, 9, 9] as [number, number, number], cpu: { ...one.cpu, clockMHz: 1 } };
    expect(isSameEnvironment(one, later)).toBe(true);
    expect(isSameEnvironment(one, { ...one, runtimes: { "fake/a": "1.1" } })).toBe(false);
    expect(isSameEnvironment(one, { ...one, cpu: { ...one.cpu, allowedCores: 99 } })).toBe(false);
  });
});
