/** Another revision of the repository: its files, and what its own command line writes, from a clone that knows nothing of this one. */
import { execFile, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/files";
import type { Config } from "./config.js";
import { BaseFailedError, UnknownRevisionError } from "./errors.js";

/** This repository's own; another's stands in its config. */
const DEFAULT_BASE: NonNullable<Config["base"]> = {
  setup: "npx --yes pnpm@10 install --frozen-lockfile && npx --yes pnpm@10 build",
  linknet: "npx --yes pnpm@10 --silent linknet",
};

/** Of what a failed command printed last, in an error. */
const TAIL_CHARACTERS = 2000;

export interface BaseOptions {
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** In the repository. */
  readonly folder: string;
  readonly commands?: Config["base"];
  readonly onStep?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A checkout that lasts until `close`. */
export class GitBase {
  readonly commit: string;
  readonly #options: BaseOptions;
  readonly #place: TemporaryFolder;
  #checkout: Promise<string> | undefined;

  private constructor(options: BaseOptions, commit: string, place: TemporaryFolder) {
    this.#options = options;
    this.commit = commit;
    this.#place = place;
  }

  /** Finds the revision; nothing is checked out before it is needed. */
  static async open(options: BaseOptions): Promise<GitBase> {
    const { revision, folder } = options;
    const commit = await git(folder, "rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`).catch(
      async (cause: unknown) => {
        throw new UnknownRevisionError({ revision, ...(await explainMissing(folder)), cause });
      },
    );
    return new GitBase(options, commit.trim(), await makeTemporaryFolder("base"));
  }

  /** The file as it was, as a file of its own; `undefined` where there was none. */
  async file(path: string): Promise<string | undefined> {
    const { folder } = this.#options;
    const root = (await git(folder, "rev-parse", "--show-toplevel")).trim();
    const name = relative(root, resolve(folder, path)).replaceAll("\\", "/");
    try {
      const options = { cwd: folder, encoding: "buffer", maxBuffer: 2 ** 32 } as const;
      const { stdout } = await promisify(execFile)("git", ["show", `${this.commit}:${name}`], options);
      const copy = join(this.#place.path, "files", name);
      await mkdir(resolve(copy, ".."), { recursive: true });
      await writeFile(copy, stdout);
      return copy;
    } catch {
      return undefined;
    }
  }

  /** Runs the revision's own command line. */
  async linknet(args: readonly string[]): Promise<void> {
    this.#checkout ??= this.#checkOut();
    const cwd = await this.#checkout;
    await this.#shell(`${this.#commands.linknet} ${args.map(quote).join(" ")}`, cwd);
  }

  /** Removes the clone. */
  async close(): Promise<void> {
    await this.#place.remove();
  }

  get #commands(): NonNullable<Config["base"]> {
    return this.#options.commands ?? DEFAULT_BASE;
  }

  async #checkOut(): Promise<string> {
    const { folder, revision, onStep } = this.#options;
    const checkout = join(this.#place.path, "checkout");
    onStep?.(`checking out ${revision}`);
    const root = (await git(folder, "rev-parse", "--show-toplevel")).trim();
    await git(folder, "clone", "--quiet", "--shared", "--no-checkout", root, checkout);
    await git(checkout, "checkout", "--quiet", "--detach", this.commit);
    onStep?.(`setting up ${revision}: ${this.#commands.setup}`);
    await this.#shell(this.#commands.setup, checkout);
    return checkout;
  }

  async #shell(command: string, cwd: string): Promise<void> {
    const { revision, signal } = this.#options;
    signal?.throwIfAborted();
    const failure = await runShell(command, cwd, signal);
    signal?.throwIfAborted();
    if (failure !== undefined) throw new BaseFailedError({ revision, command, reason: failure });
  }
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)("git", args, { cwd, maxBuffer: 2 ** 26 })).stdout;
}

/** Why a revision may be missing, and what to do about it. */
async function explainMissing(folder: string): Promise<{ readonly reason: string; readonly hint: string }> {
  const shallow = await git(folder, "rev-parse", "--is-shallow-repository").catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (typeof shallow !== "string") {
    return shallow.code === "ENOENT"
      ? { reason: "git cannot be run", hint: "install git, or compare with the baseline: without --against" }
      : { reason: `${folder} is in no repository of git`, hint: "run this in a checkout, or without --against" };
  }
  if (shallow.trim() === "true") {
    const hint = "git fetch --unshallow; in GitHub Actions give actions/checkout fetch-depth: 0";
    return { reason: "this clone is shallow and has only the latest commits", hint };
  }
  return { reason: "git knows no such branch, tag or commit", hint: "check the name, or git fetch it first" };
}

/** What went wrong, if anything did. */
async function runShell(command: string, cwd: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const child = spawn(command, { cwd, shell: true, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const abort = (): void => void (child.pid !== undefined && process.kill(-child.pid, "SIGKILL"));
  signal?.addEventListener("abort", abort);
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (tail = (tail + text).slice(-TAIL_CHARACTERS)));
  }
  try {
    const code = await new Promise<number | null>((settle) => {
      child.on("error", () => settle(-1)).on("close", settle);
    });
    return code === 0 ? undefined : `it ended with ${code}, and said last: ${tail.trim()}`;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** For the shell that runs the base's command line. */
function quote(word: string): string {
  return /^[\w./:=,@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
