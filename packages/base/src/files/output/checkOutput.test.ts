import { chmod, chown, link, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FolderMissingError, NotAFileError, NotAFolderError, NotWritableError } from "../errors.js";
import { writeFileAtomically } from "../writeAtomically.js";
import {
  NotReplacedError,
  OutputIsInputError,
  checkOutputs,
  jsonDocument,
  resolveOutput,
  sealedText,
} from "./index.js";

const { kind, seal } = sealedText("report of a test", (digest) => `<!-- by a test, ${digest} -->`);
const OURS = seal("text");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "output-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);
const check = (name: string, rule = {}): Promise<void> => checkOutputs([{ path: at(name), kind }], rule);

describe("A file that stands there", () => {
  test.each([
    ["of the same kind", OURS],
    ["of the same kind, with the ends of lines that git gives them", OURS.replaceAll("\n", "\r\n")],
    ["that is empty", ""],
  ])("%s is replaced", async (_, content) => {
    await writeFile(at("a"), content);
    expect(await writeFileAtomically({ path: at("a"), kind, content: "new" })).toBe(3);
  });

  test.each([
    ["quotes one", `my words\n${OURS}`],
    ["has words below", `${OURS}my words\n`],
    ["was changed inside", OURS.replace("text", "my text")],
  ])("that %s is another's", async (_, content) => {
    await writeFile(at("a"), content);
    await expect(check("a")).rejects.toThrow(NotReplacedError);
  });

  test("of any other kind is kept, with what would replace it", async () => {
    await writeFile(at("a"), "mine");
    const writing = writeFileAtomically({ path: at("a"), kind, content: "new" });
    await expect(writing).rejects.toThrow(/a" is there and is no report of a test; it is left as it is/);
    await expect(writing).rejects.toMatchObject({ hint: expect.stringContaining("--force") });
    expect(await readFile(at("a"), "utf8")).toBe("mine");
    await writeFileAtomically({ path: at("a"), kind, content: "new" }, { force: true });
    expect(await readFile(at("a"), "utf8")).toBe("new");
  });

  test("that came while the new one was written is kept too", async () => {
    const content = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("new");
      await writeFile(at("a"), "mine");
    };
    await expect(writeFileAtomically({ path: at("a"), kind, content: content() })).rejects.toThrow(NotReplacedError);
    expect(await readFile(at("a"), "utf8")).toBe("mine");
    expect(await readdir(folder)).toEqual(["a"]);
  });

  test("and is no file is an error, whatever is forced", async () => {
    await mkdir(at("a"));
    await expect(check("a", { force: true })).rejects.toThrow(NotAFileError);
  });
});

describe("What is read is never written", () => {
  test.each([
    ["itself", async () => "model"],
    ["another spelling", async () => "./sub/../model"],
    ["a link", async () => (await symlink("model", at("b")), "b")],
    ["a link to a link", async () => (await symlink("model", at("b")), await symlink(at("b"), at("c")), "c")],
    ["a hard link", async () => (await link(at("model"), at("b")), "b")],
    ["a link to its folder", async () => (await symlink(".", at("b")), "b/model")],
  ])("by %s", async (_, prepare) => {
    await mkdir(at("sub"));
    await writeFile(at("model"), OURS);
    const rule = { force: true, inputs: [at("other"), at("model")] };
    await expect(check(await prepare(), rule)).rejects.toThrow(OutputIsInputError);
    await expect(check("else", rule)).resolves.toBeUndefined();
  });

  test("also where the input is the link", async () => {
    await writeFile(at("model"), OURS);
    await symlink("model", at("link"));
    await expect(check("model", { inputs: [at("link")] })).rejects.toThrow(/model", which is ".*link" is read/);
  });
});

describe("A link", () => {
  test("that leads nowhere yet is followed", async () => {
    await symlink("sub/real", at("link"));
    await mkdir(at("sub"));
    await writeFileAtomically({ path: at("link"), kind, content: "new" });
    expect(await readFile(at("sub/real"), "utf8")).toBe("new");
    expect(await readFile(at("link"), "utf8")).toBe("new");
    expect(await resolveOutput(at("link"))).toBe(await resolveOutput(at("sub/real")));
  });

  test("to a folder that is not there is an error, and one in a circle too", async () => {
    await symlink("no/such", at("link"));
    await expect(check("link")).rejects.toThrow(FolderMissingError);
    await symlink("b", at("a"));
    await symlink("a", at("b"));
    await expect(check("a")).rejects.toThrow("circle");
  });
});

describe("Before anything is done it is known", () => {
  test("that a folder is missing, or a file in its place", async () => {
    await expect(check("no/a")).rejects.toThrow(FolderMissingError);
    await expect(check("no/such/a", { makeFolders: true })).resolves.toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    await writeFile(at("file"), "");
    await expect(check("file/a")).rejects.toThrow(FolderMissingError);
    await expect(check("file/a", { makeFolders: true })).rejects.toThrow(NotAFolderError);
  });

  // A user who may do everything is asked for nothing.
  test.runIf(process.getuid?.() === 0)(
    "that another user's file in a folder like /tmp cannot be replaced",
    async () => {
      await writeFile(at("a"), OURS);
      await chmod(folder, 0o1777);
      await chown(folder, 54321, 54321);
      process.seteuid!(12345);
      try {
        await expect(check("a")).rejects.toThrow(NotWritableError);
        await expect(check("b")).resolves.toBeUndefined();
      } finally {
        process.seteuid!(0);
      }
    },
  );
});

test("A JSON document is known by what is in it, and what is none by nothing", async () => {
  const document = jsonDocument("plan", (json) => "planVersion" in json);
  for (const [content, isOurs] of [
    ['{"planVersion": 1}', true],
    ['{"version": 1}', false],
    ["null", false],
    ['{"planVersion": 1', false],
    ["[]", false],
  ] as const) {
    await writeFile(at("a"), content);
    const refusal = await checkOutputs([{ path: at("a"), kind: document }]).catch((error: unknown) => error);
    expect(refusal instanceof NotReplacedError).toBe(!isOurs);
  }
});
