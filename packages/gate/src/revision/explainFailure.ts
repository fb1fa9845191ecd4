/** Why git does not find a revision, and what to do about it. */
import { askGit } from "@linknet-kit/bench";

interface Explanation {
  readonly reason: string;
  readonly hint: string;
}

/** `cause` is what a command of git rejected with, in this folder. */
export async function explainFailure(folder: string, cause: unknown): Promise<Explanation> {
  const { code, stderr } = cause as { readonly code?: unknown; readonly stderr?: Uint8Array };
  if (code === "ENOENT") {
    return { reason: "git cannot be run", hint: "install git, or compare with the baseline: without --against" };
  }
  const words = stderr === undefined ? "" : new TextDecoder().decode(stderr);
  const [trust] = /git config --global --add safe\.directory .*/.exec(words) ?? [];
  if (trust !== undefined) {
    return { reason: `git does not trust ${folder}, which belongs to somebody else`, hint: `if you do: ${trust}` };
  }
  if (words.includes("not a git repository")) {
    return { reason: `${folder} is in no repository of git`, hint: "run this in a checkout, or without --against" };
  }
  if (words.includes("must be run in a work tree")) {
    const hint = "run this in a checkout, or without --against";
    return { reason: `the repository of ${folder} has no working tree here`, hint };
  }
  if ((await askGit(folder, ["rev-parse", "--is-shallow-repository"]).catch(() => "")) === "true") {
    const hint = "git fetch --unshallow; in GitHub Actions give actions/checkout fetch-depth: 0";
    return { reason: "this clone is shallow and has only the latest commits", hint };
  }
  return { reason: reasonOf(words), hint: "check the name, or git fetch it first" };
}

/** Git's own words, unless it says only that it needs a revision. */
function reasonOf(words: string): string {
  const [, fatal = ""] = /^fatal: (.*)$/m.exec(words) ?? [];
  const isName = fatal === "" || /needed a single revision|unknown revision|bad revision|expected commit/i.test(fatal);
  return isName ? "git knows no such branch, tag or commit" : fatal;
}
