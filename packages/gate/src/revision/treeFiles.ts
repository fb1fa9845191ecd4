/** Files of a commit by their paths in the working tree, through the links and submodules that the commit itself has. */
import { join, posix } from "node:path";
import { SubmoduleMissingError } from "../errors.js";
import { Repository } from "./repository.js";

/** A file of a commit. */
export interface TreeFile extends Tree {
  /** In the commit; links lead elsewhere than to where they are. */
  readonly path: string;
  /** The name of its content, as git stores it. */
  readonly object: string;
}

/** A commit of a repository. */
export interface Tree {
  readonly repository: Repository;
  readonly commit: string;
}

interface Entry {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

const LINK = "120000";
const SUBMODULE = "160000";

/** `undefined` where the commit has no such file; `name` is from the top of the working tree, with slashes. */
export async function findFile(
  tree: Tree,
  name: string,
  followed: readonly string[] = [],
): Promise<TreeFile | undefined> {
  const { repository } = tree;
  // Links in a circle.
  if (followed.includes(name)) return undefined;
  const entry = await firstLeaf(tree, name);
  if (entry === undefined) return undefined;
  const { mode, object, path } = entry;
  const below = name.slice(path.length);
  if (mode === LINK) {
    const target = await repository.ask("cat-file", "blob", object);
    const next = posix.normalize(posix.join(posix.dirname(path), target) + below);
    const leaves = posix.isAbsolute(target) || next === ".." || next.startsWith("../");
    return leaves ? undefined : await findFile(tree, next, [...followed, name]);
  }
  if (mode === SUBMODULE) return below === "" ? undefined : await findInSubmodule(tree, entry, below.slice(1));
  return below === "" ? { ...tree, path, object } : undefined;
}

/** The file, link or submodule that the path ends at or leads through. */
async function firstLeaf({ repository, commit }: Tree, name: string): Promise<Entry | undefined> {
  const parts = name.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const listed = await repository.ask("ls-tree", "-z", "--full-tree", commit, "--", ...paths);
  const entries = listed.split("\0").flatMap((line): Entry[] => {
    const [, mode, object, path] = /^(\d+) \w+ (\w+)\t([^]*)$/.exec(line) ?? [];
    return mode === undefined || mode === "040000" ? [] : [{ mode, object: object!, path: path! }];
  });
  return entries.find(({ path }) => paths.includes(path));
}

/** In the commit of the submodule that the tree names, from the submodule's own repository. */
async function findInSubmodule(tree: Tree, { path, object }: Entry, name: string): Promise<TreeFile | undefined> {
  const folder = join(tree.repository.root, path);
  const repository = await Repository.of(folder).catch(() => undefined);
  const isThere = repository !== undefined && repository.root === repository.folder;
  const knows = isThere && (await repository.ask("cat-file", "-e", `${object}^{commit}`).catch(() => undefined)) === "";
  if (!knows) throw new SubmoduleMissingError({ path, commit: object });
  return await findFile({ repository, commit: object }, name);
}

/** What a file that is not there was called: by git's own account of renames up to the index, or but for capitals. */
export async function findFormerName({ repository, commit }: Tree, name: string): Promise<string | undefined> {
  const renames = await repository.ask(
    "diff-index",
    "--cached",
    "-z",
    "-M",
    "--name-status",
    "--diff-filter=R",
    commit,
  );
  const fields = renames.split("\0");
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === name);
  if (at > 0) return fields[at - 1];
  const names = (await repository.ask("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit)).split("\0");
  return names.find((each) => each !== name && each.toLowerCase() === name.toLowerCase());
}
