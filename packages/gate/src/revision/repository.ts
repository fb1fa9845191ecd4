/** The repository that a folder stands in, only ever read: nothing here writes to it, its index or its HEAD. */
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { askGit, runGit } from "@linknet-kit/bench";
import { explainFailure } from "./explainFailure.js";
import { FilterFailedError, OutsideRepositoryError, PartialCloneError, UnknownRevisionError } from "../errors.js";

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

  /** A `PartialCloneError` where that needs what the clone was made without. */
  async ask(...args: readonly string[]): Promise<string> {
    return await this.#whole(askGit(this.root, args));
  }

  /**
   * A file's content as git puts it into a working tree: through the filters that the user has told git to run on every checkout, and that
   * the commit's own attributes choose (those of the working tree, where git is older than 2.43). `path` is the file's in that commit.
   */
  async read(object: string, path: string, commit: string): Promise<Buffer> {
    const args = ["-c", `attr.tree=${commit}`, "cat-file", "--filters", `--path=${path}`, object];
    try {
      return await this.#whole(runGit(this.root, args));
    } catch (cause) {
      const [, filter] = /smudge filter (.+) failed/.exec(wordsOf(cause)) ?? [];
      if (filter === undefined) throw cause;
      throw new FilterFailedError({ path, filter, cause });
    }
  }

  /** Rejects where the clone was made without some file of the commit. */
  async checkWhole(commit: string): Promise<void> {
    const remote = await this.#promisor();
    if (remote === undefined) return;
    const objects = await this.ask("rev-list", "--objects", "--no-walk", "--missing=print", commit);
    if (/^\?/m.test(objects)) throw new PartialCloneError({ root: this.root, remote });
  }

  async #whole<T>(answer: Promise<T>): Promise<T> {
    return await answer.catch(async (cause: unknown) => {
      if (!/promisor remote|lazy fetching disabled/.test(wordsOf(cause))) throw cause;
      throw new PartialCloneError({ root: this.root, remote: (await this.#promisor()) ?? "origin", cause });
    });
  }

  /** The remote that a partial clone would fetch from what it lacks. */
  async #promisor(): Promise<string | undefined> {
    const settings = await askGit(this.root, ["config", "--get-regexp", "^remote\\..*\\.promisor$"]).catch(() => "");
    return /^remote\.(.*)\.promisor /m.exec(settings)?.[1];
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

/** What git said of its failure. */
function wordsOf(cause: unknown): string {
  const { stderr } = cause as { readonly stderr?: Uint8Array };
  return stderr === undefined ? "" : new TextDecoder().decode(stderr);
}
