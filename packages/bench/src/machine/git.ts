/** The revision that is measured, as far as git knows it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface GitState {
  /** The commit's hash, or `unknown` outside a repository or without git. */
  readonly revision: string;
  /** Whether the working tree differs from it. */
  readonly dirty?: boolean;
}

/** State of the repository that a folder stands in. */
export async function readGitState(folder: string): Promise<GitState> {
  try {
    const revision = (await git(folder, "rev-parse", "HEAD")).trim();
    return { revision, dirty: (await git(folder, "status", "--porcelain")) !== "" };
  } catch {
    return { revision: "unknown" };
  }
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd, timeout: 10_000, maxBuffer: 2 ** 26 });
  return stdout;
}
