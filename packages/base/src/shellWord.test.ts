import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shellWord.js";

test.each([
  "plain-1.2/x:y,@w-",
  "x=1",
  "",
  "two words",
  "it's",
  "$(id) `id` $HOME",
  "a\nb",
  "-n",
  "~",
  "*",
  "\\",
  "'\\''",
  "é",
])("A shell reads %j as one word", (text) => {
  expect(execFileSync("sh", ["-c", `printf '%s|' ${shellWord(text)}`], { encoding: "utf8" })).toBe(`${text}|`);
});

test("What means itself is not quoted", () => {
  expect(shellWord("packages/cli/bin/linknet.js")).toBe("packages/cli/bin/linknet.js");
});
