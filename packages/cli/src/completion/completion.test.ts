import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../recordedTerminal.test.support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "completion-"));
  await writeFile(join(folder, "linknet.bash"), `${(await runCommand("completion bash")).out}\n`);
  await mkdir(join(folder, "models"));
  for (const name of ["my model.onnx", "other.onnx", "models/a.onnx"]) await writeFile(join(folder, name), "");
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What bash offers for the last of the words. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const script = `source linknet.bash
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); $(complete -p linknet | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const bash = ["--norc", "--noprofile", "-u", "-c", script, "bash", "linknet", ...words];
  const { stdout, stderr } = await promisify(execFile)("bash", bash, { cwd: folder });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

describe("Bash offers", () => {
  test("commands, and those below one", async () => {
    expect(await complete("co")).toEqual(["count", "convert", "compare", "completion"]);
    expect(await complete("fleet", "")).toEqual(expect.arrayContaining(["github", "kubernetes"]));
    expect(await complete("-q", "be")).toEqual(["bench"]);
  });

  test("every option that the help of a command lists, and no other", async () => {
    for (const command of ["count", "bench", "export", "fleet kubernetes", "completion"]) {
      const { out } = await runCommand(`${command} --help`);
      const listed = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag!);
      const offered = (await complete(...command.split(" "), "--")).filter((word) => word.startsWith("--"));
      expect(offered.toSorted()).toEqual(listed.toSorted());
    }
  });

  test.each([
    [["count", "seg"], ["segnet"]],
    [
      ["count", "--sort", "mac"],
      ["macs", "macsShare"],
    ],
    [["export", "enet", "--to", "saf"], ["safetensors"]],
    [["export", "--target", "tens"], ["tensorrt-8.2"]],
    [
      ["bench", "--runtimes", "tfjs/w"],
      ["tfjs/wasm", "tfjs/webgpu"],
    ],
    [["bench", "--networks", "se"], ["segnet"]],
    [["verify", "--layers", "--runtimes", "onnxruntime-web"], ["onnxruntime-web/wasm"]],
    [["report", "--format", "m"], ["markdown"]],
    [["predict", "enet", "--device", "jet"], ["jetson-tx1"]],
    [["plan", "--suite", "t"], ["table2"]],
    [["completion", "z"], ["zsh"]],
  ])("of %j: %j", async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  test("the next of several values after a comma, and a value after a sign of equality", async () => {
    expect(await complete("bench", "--runtimes", "tfjs/cpu,onnxruntime-w")).toEqual(["tfjs/cpu,onnxruntime-web/wasm"]);
    expect(await complete("report", "--format", "=", "cs")).toEqual(["csv"]);
    expect(await complete("report", "--format", "=")).toEqual(["html", "markdown", "csv", "jsonl"]);
  });

  test("files where a model or a file is wanted, with spaces in their names, and folders where one is", async () => {
    expect(await complete("count", "my")).toEqual(["my model.onnx"]);
    expect(await complete("verify", "other.onnx", "models/")).toEqual(["models/a.onnx"]);
    expect(await complete("bench", "--plan", "oth")).toEqual(["other.onnx"]);
    expect(await complete("export", "enet", "-o", "mo")).toEqual(["models"]);
  });

  test("nothing where a number is wanted, and nothing that an option's value could be taken for", async () => {
    expect(await complete("bench", "--threads", "")).toEqual([]);
    expect(await complete("bench", "--output", "count", "--sui")).toEqual(["--suite"]);
  });
});

test.each(["zsh", "fish"])("The script of %s is one that it reads, where it is here", async (shell) => {
  const { code, out } = await runCommand(`completion ${shell}`);
  expect(code).toBe(0);
  expect(out).toContain("onnxruntime-node/cpu");
  const file = join(folder, `linknet.${shell}`);
  await writeFile(file, out);
  const problem = await promisify(execFile)(shell, ["-n", file]).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? undefined : error.message),
  );
  expect(problem).toBeUndefined();
});

test("Every option that help says to take a file or a folder is completed with files or folders", async () => {
  const { out } = await runCommand("completion bash");
  const commands = [...out.matchAll(/^ {4}'([a-z ]+)'\) echo '(?:files|none)/gm)].map(([, path]) => path!);
  const kinds = { file: "files", dir: "folders" } as const;
  let options = 0;
  for (const command of commands) {
    const help = (await runCommand(`${command} --help`)).out;
    for (const [, flag, taken] of help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+) <(file|dir)>/gm)) {
      expect(out).toMatch(new RegExp(`'${command} ${flag}'\\) echo '${kinds[taken as keyof typeof kinds]}`));
      options += 1;
    }
  }
  expect(options).toBeGreaterThan(10);
});
