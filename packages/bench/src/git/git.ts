/** The revision that is measured, as far as git knows it. */
import { askGit } from "./runGit.js";

export interface GitState {
  /** The commit's hash, or `unknown` outside a repository or without git. */
  readonly revision: string;
  /** Whether the working tree differs from it. */
  readonly dirty?: boolean;
}

const LIMITS = { timeoutMs: 10_000 };

/** State of the repository that a folder stands in. */
export async function readGitState(folder: string): Promise<GitState> {
  try {
    const revision = await askGit(folder, ["rev-parse", "HEAD"], LIMITS);
    return { revision, dirty: (await askGit(folder, ["status", "--porcelain"], LIMITS)) !== "" };
  } catch {
    return { revision: "unknown" };
  }
}
