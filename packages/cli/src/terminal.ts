/** Where a command prints: results on stdout, everything else on stderr. Injected, so that tests read what users would. */

export interface Terminal {
  /** Results; with `--json` one document and nothing else. */
  out(text: string): void;
  /** A line of progress, a warning or a hint. */
  note(text: string): void;
  /** The present state of something long: rewritten in place on a terminal, a line now and then elsewhere. */
  status(text: string): void;
  /** Whether stdout is a terminal. */
  readonly interactive: boolean;
}

/** Off a terminal, states closer together than this are not printed. */
const STATUS_INTERVAL_MS = 10_000;

/** The terminal of this process. A closed pipe (`linknet count linknet | head`) ends the output, not the command. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const inPlace = stderr.isTTY && process.env["TERM"] !== "dumb";
  const erase = inPlace ? "\r\u001B[2K" : "";
  let printedAt = -STATUS_INTERVAL_MS;
  return {
    interactive: stdout.isTTY,
    out: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${erase}${text}\n`),
    status: (text) => {
      if (inPlace) {
        stderr.write(`${erase}${text.slice(0, stderr.columns - 1)}`);
      } else if (performance.now() - printedAt >= STATUS_INTERVAL_MS) {
        printedAt = performance.now();
        stderr.write(`${text}\n`);
      }
    },
  };
}
