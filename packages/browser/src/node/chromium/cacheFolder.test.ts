import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NoCacheFolderError, cacheFolder } from "./cacheFolder.js";

let root: string;
let temporary: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "cache-folder-")));
  temporary = join(root, "temporary");
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
});
afterEach(() => rmSync(root, { recursive: true }));

const inTemporary = () => join(temporary, `linknet-kit-${process.getuid!()}`);

test("It is in the user's caches, made for this user alone", () => {
  const folder = cacheFolder({ environment: { HOME: root }, temporary });
  expect(folder).toBe(join(root, ".cache/linknet-kit"));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const chosen = join(root, "chosen");
  expect(cacheFolder({ environment: { HOME: root, XDG_CACHE_HOME: chosen }, temporary })).toBe(
    join(chosen, "linknet-kit"),
  );
});

test("A relative XDG_CACHE_HOME is none, as its specification says", () => {
  const folder = cacheFolder({ environment: { HOME: root, XDG_CACHE_HOME: "here" }, temporary });
  expect(folder).toBe(join(root, ".cache/linknet-kit"));
});

test("What others may write to, or a link, or a file in its place is passed over", () => {
  const cases: readonly ((home: string) => void)[] = [
    (home) => chmodSync(home, 0o777),
    (home) => {
      mkdirSync(join(home, ".cache/linknet-kit"), { recursive: true });
      chmodSync(join(home, ".cache/linknet-kit"), 0o777);
    },
    (home) => {
      mkdirSync(join(home, ".cache"));
      symlinkSync(temporary, join(home, ".cache/linknet-kit"));
    },
    (home) => writeFileSync(join(home, ".cache"), ""),
  ];
  for (const [index, spoil] of cases.entries()) {
    const home = join(root, String(index));
    mkdirSync(home);
    spoil(home);
    expect(cacheFolder({ environment: { HOME: home }, temporary })).toBe(inTemporary());
  }
});

test("Where no folder is safe, it is an error that names both and says what to do", () => {
  chmodSync(temporary, 0o777);
  const home = join(root, "home");
  mkdirSync(home, { mode: 0o700 });
  chmodSync(home, 0o777);
  const ask = () => cacheFolder({ environment: { HOME: home }, temporary });
  expect(ask).toThrow(NoCacheFolderError);
  expect(ask).toThrow(`others may write to ${home}; others may write to ${temporary}`);
});

test("A temporary folder that is not there is no reason to fail while the caches are", () => {
  const folder = cacheFolder({ environment: { HOME: root }, temporary: join(root, "nowhere") });
  expect(existsSync(folder)).toBe(true);
});
