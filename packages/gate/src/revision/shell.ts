/** Commands of the config, run by the shell in a folder of a checkout. */
import { spawn } from "node:child_process";
import { tellingOfRun } from "@linknet-kit/base/files";
import { withoutGitVariables } from "@linknet-kit/bench";

/** Of what a failed command printed last, in an error. */
const TAIL_CHARACTERS = 2000;

export interface ShellFailure {
  /** The exit code, a signal or the system's words. */
  readonly end: string;
  /** What the command printed last. */
  readonly output: string;
}

/**
 * What went wrong, if anything did. The command is told nothing of the repository that git may be at work in here, and
 * ends with all that it started when `signal` is aborted.
 */
export async function runShell(
  command: string,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<ShellFailure | undefined> {
  return await tellingOfRun(command, async () => await runInGroup(command, cwd, signal));
}

/** In a process group of its own, which one signal ends. */
async function runInGroup(
  command: string,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<ShellFailure | undefined> {
  const env = withoutGitVariables();
  const child = spawn(command, { cwd, env, shell: true, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const abort = (): void => void (child.pid !== undefined && process.kill(-child.pid, "SIGKILL"));
  signal?.addEventListener("abort", abort);
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (tail = (tail + text).slice(-TAIL_CHARACTERS)));
  }
  try {
    const end = await new Promise<string>((settle) => {
      child.on("error", ({ message }) => settle(message));
      child.on("close", (code, ending) => settle(String(code ?? ending)));
    });
    return end === "0" ? undefined : { end, output: tail.trim() };
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
