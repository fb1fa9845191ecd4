import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { NoChromiumError, WrongChromiumError, findChromium } from "./findChromium.js";

const folder = mkdtempSync(join(tmpdir(), "find-chromium-"));
const program = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, "", { mode: 0o755 });
  return path;
};
const chromium = program("chromium");
const downloaded = program("downloaded");
const text = join(folder, "text");
writeFileSync(text, "", { mode: 0o644 });

afterAll(() => rmSync(folder, { recursive: true }));

/** A system that has no usual place. */
const platform = "aix";
const nowhere = join(folder, "nowhere");

test("This machine has a Chromium, as the tests of this package ask for: sudo apt-get install chromium", () => {
  expect(existsSync(findChromium())).toBe(true);
});

test("The environment's choice comes first, then the PATH, then what playwright-core downloaded", () => {
  const path = ["", nowhere, folder].join(delimiter);
  expect(findChromium({ environment: { LINKNET_CHROMIUM: downloaded, PATH: path }, platform })).toBe(downloaded);
  expect(findChromium({ environment: { LINKNET_CHROMIUM: "", PATH: path }, platform, downloaded })).toBe(chromium);
  expect(findChromium({ environment: { PATH: nowhere }, platform, downloaded })).toBe(downloaded);
});

test("A machine without one is told how to get one", () => {
  const search = () => findChromium({ environment: { PATH: nowhere }, platform, downloaded: nowhere });
  expect(search).toThrow(NoChromiumError);
  expect(search).toThrow("there is no Chromium or Chrome on this machine");
  expect(search).toThrow(expect.objectContaining({ hint: expect.stringContaining("apt-get install chromium") }));
});

test.each([nowhere, folder, text])("LINKNET_CHROMIUM=%s is no program, and nothing else is taken instead", (path) => {
  const search = () => findChromium({ environment: { LINKNET_CHROMIUM: path, PATH: folder }, platform, downloaded });
  expect(search).toThrow(WrongChromiumError);
  expect(search).toThrow(`LINKNET_CHROMIUM is "${path}", which is no program`);
});
