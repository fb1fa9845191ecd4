/** Entry of the `linknet` command: parse, call, print. The only place that touches the process. */
import { LinknetError, systemClock } from "@linknet-kit/base";
import { hasStrayCode, strayError } from "@linknet-kit/base/files";
import { loadCommands } from "./commands/index.js";
import type { Context } from "./context.js";
import { EXIT, errorDocument, exitCodeOf, tellFailure } from "./failures.js";
import { makeProgram } from "./program.js";
import { type Terminal, processTerminal } from "./terminal.js";
import { VERSION, describeVersion } from "./version.js";

/** What stops a command: Ctrl-C, a scheduler, a terminal that is closed or a connection that is lost; each with its exit code. */
const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.interrupted, SIGHUP: 129 };
/** How long a command that was told to stop may take to put things in order, unless it asks for more. */
const GRACE_MS = 800;
/** Signals so soon after each other are one: while a step of a training computes none is heard, and then all are. */
const TOGETHER_MS = 200;

/** Runs the command and sets the exit code of this process. */
export async function main(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  // Kept before any file of a user's is loaded: theirs does not end the command.
  const exit = process.exit.bind(process);
  let interrupted: number | undefined;
  let heardMs = 0;
  let graceMs = GRACE_MS;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      const now = performance.now();
      if (interrupted !== undefined && now - heardMs < TOGETHER_MS) return;
      // The second one is of somebody who cannot wait.
      if (interrupted !== undefined) exit(interrupted);
      interrupted = code;
      heardMs = now;
      interruption.abort();
      setTimeout(() => exit(code), graceMs).unref();
    });
  }
  const terminal = processTerminal();
  process.on("uncaughtException", (cause) => {
    const error = strayError(cause) ?? cause;
    tell(error, { args, terminal, isInterrupted: false });
    exit(exitCodeOf(error));
  });
  const mayTakeToStop = (milliseconds: number): void => {
    graceMs = milliseconds;
  };
  const code = await run(args, terminal, interruption.signal, mayTakeToStop);
  const failure = await terminal.finish();
  if (failure?.stream === "stdout") terminal.problem(`error: the results could not be printed: ${failure.reason}`);
  process.exitCode = interrupted ?? (failure === undefined || code !== EXIT.done ? code : EXIT.failed);
  // Timers of a user's file would keep the process alive.
  if (hasStrayCode()) exit();
}

/** The exit code: 0 done, 1 a failure the user can act on, 2 wrong usage, 70 a bug, 130 interrupted. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
  mayTakeToStop: Context["mayTakeToStop"] = () => undefined,
): Promise<number> {
  const startedMs = systemClock.nowMs();
  try {
    const commands = await loadCommands(args);
    const version = isAskingVersion(args) ? await describeVersion() : VERSION;
    await makeProgram(commands, version, { terminal, signal, mayTakeToStop }).parseAsync(args, { from: "user" });
    return signal.aborted ? EXIT.interrupted : EXIT.done;
  } catch (cause) {
    const error = isWithoutFolder(cause) ? new FolderGoneError({ cause }) : cause;
    tell(error, { args, terminal, isInterrupted: signal.aborted });
    return signal.aborted ? EXIT.interrupted : exitCodeOf(error);
  } finally {
    terminal.detail(`took ${((systemClock.nowMs() - startedMs) / 1000).toFixed(2)} s`);
  }
}

/** On stderr, and on stdout where a document is wanted there and none was printed. */
function tell(
  error: unknown,
  { args, terminal, isInterrupted }: { args: readonly string[]; terminal: Terminal; isInterrupted: boolean },
): void {
  tellFailure(error, terminal, isInterrupted);
  if (!isAskingJson(args) || terminal.hasDocument) return;
  const document = errorDocument(error, isInterrupted);
  if (document !== undefined) terminal.json(document);
}

/** Looks at the words alone, so that it also answers where commander cannot parse them. */
function isAskingJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).includes("--json");
}

/** It takes git a while to say, and most commands do not ask. */
function isAskingVersion(args: readonly string[]): boolean {
  return args.includes("--version") || args.includes("-V");
}

/** The present folder was removed, and there is nothing that a relative path could start from. */
class FolderGoneError extends LinknetError {
  readonly code = "FOLDER_GONE";

  constructor(data: { readonly cause: unknown }) {
    super("the present folder is not there any more", { hint: "change to one that exists", cause: data.cause });
  }
}

function isWithoutFolder(cause: unknown): boolean {
  return cause instanceof Error && "syscall" in cause && cause.syscall === "uv_cwd";
}
