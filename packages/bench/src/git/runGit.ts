/**
 * Git, asked about the repository of a folder and about nothing else. In hooks, aliases and rebases git tells its children by the environment
 * which repository, index and settings it means; a command that inherits them works on the user's index and HEAD wherever it is started.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { tellingOfRun } from "@linknet-kit/base/files";

/** What `git rev-parse --local-env-vars` lists, and what else names a repository, an index, its objects or how paths are read. */
const LOCAL_VARIABLES = new RegExp(
  `^GIT_(${[
    "DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|PREFIX|NAMESPACE|INTERNAL_.*",
    "INDEX_(FILE|VERSION)|SHALLOW_FILE|GRAFT_FILE|ATTR_SOURCE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE",
    "OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|DEFAULT_HASH|DEFAULT_REF_FORMAT|REF_.*",
    "CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_KEY_.*|CONFIG_VALUE_.*|TEMPLATE_DIR|REFLOG_ACTION",
    "(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS",
  ].join("|")})$`,
  "i",
);

type Variables = Readonly<Partial<Record<string, string>>>;

/** An environment without what git's own children are told; which folders the user trusts stays. */
export function withoutGitVariables(environment: Variables = process.env): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !LOCAL_VARIABLES.test(name));
  const trusted = trustedFolders(environment);
  const settings = trusted.flatMap((folder, index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, "safe.directory"],
    [`GIT_CONFIG_VALUE_${index}`, folder],
  ]);
  const count = trusted.length === 0 ? [] : [["GIT_CONFIG_COUNT", String(trusted.length)]];
  return Object.fromEntries([...kept, ...count, ...settings]);
}

/** Containers say this way that a checkout of another owner is to be trusted; a repository cannot say it of itself. */
function trustedFolders(environment: Variables): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const [, index] = /^GIT_CONFIG_KEY_(\d+)$/.exec(name) ?? [];
    const isTrust = index !== undefined && value?.toLowerCase() === "safe.directory";
    return isTrust ? [environment[`GIT_CONFIG_VALUE_${index}`] ?? ""] : [];
  });
}

/** No hook, monitor or housekeeping of anybody's is started. */
const SETTINGS = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false"];
const OPTIONS = ["--no-optional-locks", "--literal-pathspecs", ...SETTINGS.flatMap((setting) => ["-c", setting])];

const MOST_BYTES = 2 ** 32;

export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** What git prints for the repository that `folder` stands in; rejects with the failure of `execFile`, whose `stderr` has git's words. */
export async function runGit(
  folder: string,
  args: readonly string[],
  { signal, timeoutMs }: GitOptions = {},
): Promise<Buffer> {
  const env = {
    ...withoutGitVariables(),
    // Messages in one language, no questions, and large files only where somebody asks for them.
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    // What a partial clone lacks git would fetch into the user's repository; older versions know the second way alone.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
  };
  const options = { cwd: folder, env, encoding: "buffer", maxBuffer: MOST_BYTES, signal, timeout: timeoutMs } as const;
  return await tellingOfRun(`git ${args.join(" ")}`, async () => {
    return (await promisify(execFile)("git", [...OPTIONS, ...args], options)).stdout;
  });
}

/** The same as text, without the end of its last line. */
export async function askGit(folder: string, args: readonly string[], options?: GitOptions): Promise<string> {
  return (await runGit(folder, args, options)).toString("utf8").replace(/\r?\n$/, "");
}
