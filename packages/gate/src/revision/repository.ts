/** The repository that a folder stands in, only ever read: nothing here writes to it, its index or its HEAD. */
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { askGit, runGit } from "@linknet-kit/bench";
import { explainFailure } from "./explainFailure.js";
import { OutsideRepositoryError, UnknownRevisionError } from "../errors.js";

export class Repository {
  /** The folder it was asked for, without links. */
  readonly folder: string;
  /** Top of the working tree, without links. */
  readonly root: string;

  private constructor(folder: string, root: string) {
    this.folder = folder;
    this.root = root;
  }

  /** That of the folder, whatever git's own children are told; rejects with git's failure where there is none. */
  static async of(folder: string): Promise<Repository> {
    const place = await realpath(folder);
    return new Repository(place, await realpath(await askGit(place, ["rev-parse", "--show-toplevel"])));
  }

  /** The full name of a commit; an `UnknownRevisionError` where there is none, or no repository, with what to do. */
  static async find(folder: string, revision: string): Promise<{ repository: Repository; commit: string }> {
    try {
      const repository = await Repository.of(folder);
      const commit = await repository.ask("rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`);
      return { repository, commit };
    } catch (cause) {
      throw new UnknownRevisionError({ revision, ...(await explainFailure(folder, cause)), cause });
    }
  }

  async ask(...args: readonly string[]): Promise<string> {
    return await askGit(this.root, args);
  }

  async read(...args: readonly string[]): Promise<Buffer> {
    return await runGit(this.root, args);
  }

  /** A place of git's own, such as `objects`, which worktrees and submodules have elsewhere. */
  async placeOf(name: string): Promise<string> {
    return resolve(this.root, await this.ask("rev-parse", "--git-path", name));
  }

  /** What git calls a path: from the top of the working tree, with slashes; a path may lead here through links. */
  async nameOf(path: string): Promise<string> {
    const given = resolve(this.folder, path);
    const name = this.#below(given) ?? this.#below(await withoutLinks(given));
    if (name === undefined) throw new OutsideRepositoryError({ path, root: this.root });
    return name;
  }

  #below(path: string): string | undefined {
    const name = relative(this.root, path).replaceAll("\\", "/");
    return name === "" || name === ".." || name.startsWith("../") || isAbsolute(name) ? undefined : name;
  }
}

/** Of the folder that the file stands in: a file that is itself a link is a link in the repository too. */
async function withoutLinks(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}
