/** Another revision of the repository: its files, and what its own command line writes, from a checkout that knows nothing of this one. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, posix, relative, win32 } from "node:path";
import { artifactFiles, formatOfFile } from "@linknet-kit/artifacts";
import { shellWord } from "@linknet-kit/base";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { BaseFailedError, FileNotFetchedError } from "../errors.js";
import { type BaseCommands, defaultCommands } from "./baseCommands.js";
import { checkOut } from "./checkout.js";
import { contentPath, readPointer } from "./largeFiles.js";
import { Repository } from "./repository.js";
import { runShell } from "./shell.js";
import { type Tree, type TreeFile, findFile, findFormerName } from "./treeFiles.js";

export interface BaseOptions {
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** In the repository; where the commands run in the checkout. */
  readonly folder: string;
  /** What the config says of them. */
  readonly commands?: { readonly setup: string; readonly linknet: string } | undefined;
  /** The words of this very command line, for projects that have none of their own. */
  readonly own: readonly string[];
  readonly onStep?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A checkout that lasts until `close`; the repository, its index and its HEAD are only read. */
export class GitBase {
  readonly commit: string;
  readonly revision: string;
  readonly #options: BaseOptions;
  readonly #tree: Tree;
  readonly #place: TemporaryFolder;
  #ready: Promise<BaseCommands> | undefined;

  private constructor(options: BaseOptions, tree: Tree, place: TemporaryFolder) {
    this.#options = options;
    this.#tree = tree;
    this.#place = place;
    this.commit = tree.commit;
    this.revision = options.revision;
  }

  /** Finds the revision in the repository that the folder stands in; nothing is checked out before it is needed. */
  static async open(options: BaseOptions): Promise<GitBase> {
    const tree = await Repository.find(options.folder, options.revision);
    return new GitBase(options, tree, await makeTemporaryFolder("base"));
  }

  /** The model as it was, with the files beside it that hold its weights; `undefined` where there was none. */
  async file(path: string): Promise<string | undefined> {
    const name = await this.#tree.repository.nameOf(path);
    const former = (await findFile(this.#tree, name)) === undefined ? await this.#formerName(name) : name;
    if (former === undefined) return undefined;
    const copy = (await this.#copy(former))!;
    for (const data of await dataFilesOf(copy)) await this.#copy(posix.join(posix.dirname(former), data));
    return copy;
  }

  /** Runs the revision's own command line. */
  async linknet(args: readonly string[]): Promise<void> {
    this.#ready ??= this.#prepare();
    const { linknet, folder } = await this.#ready;
    await this.#shell(`${linknet} ${args.map(shellWord).join(" ")}`, folder);
  }

  /** A message without the folders of the checkout, files called as git calls them. */
  describe(message: string): string {
    return message.replaceAll(join(this.#place.path, "files", "/"), `${this.revision}:`);
  }

  /** Removes the checkout. */
  async close(): Promise<void> {
    await this.#place.remove();
  }

  async #formerName(name: string): Promise<string | undefined> {
    const former = await findFormerName(this.#tree, name);
    if (former !== undefined) this.#options.onStep?.(`${name} was ${former} in ${this.revision}`);
    return former;
  }

  async #copy(name: string): Promise<string | undefined> {
    const found = await findFile(this.#tree, name);
    if (found === undefined) return undefined;
    const copy = join(this.#place.path, "files", name);
    await mkdir(dirname(copy), { recursive: true });
    await this.#write(found, name, copy);
    return copy;
  }

  async #write(file: TreeFile, name: string, path: string): Promise<void> {
    const { repository } = file;
    const content = await repository.read(file.object, file.path, file.commit);
    const pointer = readPointer(content);
    if (pointer === undefined) return await writeFile(path, content);
    const stored = await contentPath(repository, pointer);
    if (stored === undefined) throw new FileNotFetchedError({ name, revision: this.revision });
    await copyFile(stored, path);
  }

  async #prepare(): Promise<BaseCommands> {
    const { commands: given, own, onStep } = this.#options;
    const { root, folder: from } = this.#tree.repository;
    const checkout = join(this.#place.path, "checkout");
    onStep?.(`checking out ${this.revision}`);
    await checkOut(this.#tree, checkout, this.#options.signal);
    const same = join(checkout, relative(root, from));
    const folder = existsSync(same) ? same : checkout;
    const commands = given === undefined ? await defaultCommands(checkout, folder, own) : { folder, ...given };
    if (commands.setup !== undefined) {
      onStep?.(`setting up ${this.revision}: ${commands.setup}`);
      await this.#shell(commands.setup, folder);
    }
    return commands;
  }

  async #shell(command: string, cwd: string): Promise<void> {
    const { revision, signal } = this.#options;
    signal?.throwIfAborted();
    const failure = await runShell(command, cwd, signal);
    signal?.throwIfAborted();
    if (failure !== undefined) throw new BaseFailedError({ revision, command, ...failure });
  }
}

/** In the model's own folder; none of a file that is no model, which is said when it is read. */
async function dataFilesOf(path: string): Promise<readonly string[]> {
  const [, ...files] = await artifactFiles(path, formatOfFile(path)).catch(() => []);
  const names = files.map((file) => relative(dirname(path), file));
  return names.filter((name) => !isAbsolute(name) && !win32.isAbsolute(name) && !name.split(/[/\\]/).includes(".."));
}
