import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { findChromiumPackage, runsChromiumPackage } from "./npmChromium.js";

test("The package is installed with the workspace, with every archive that is read", () => {
  const { version, archives } = findChromiumPackage()!;
  expect(version).toMatch(/^\d+\./);
  expect(archives.filter((path) => !existsSync(path))).toEqual([]);
});

test.each([
  ["linux", "x64", "2.34", true],
  ["linux", "x64", "2.41", true],
  ["linux", "x64", "3.0", true],
  ["linux", "x64", "2.31", false],
  ["linux", "x64", undefined, false],
  ["linux", "arm64", "2.41", false],
  ["darwin", "x64", undefined, false],
  ["win32", "x64", undefined, false],
] as const)("%s on %s with glibc %s runs it: %s", (platform, architecture, glibc, runs) => {
  expect(runsChromiumPackage({ platform, architecture, glibc })).toBe(runs);
});
