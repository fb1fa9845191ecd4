/** Where a command prints: results on stdout, everything else on stderr. Text of others is made harmless here, and nowhere else. */
import { visibleJson, visibleText } from "@linknet-kit/core";
import { type Line, type Lines, printLine, withoutCommands } from "./line.js";

export interface Terminal {
  /** Results. */
  out(lines: Lines): void;
  /** With `--json`: the one document that stdout holds. */
  json(document: unknown): void;
  /** Progress, a warning or a hint. */
  note(lines: Lines): void;
  /** The present state of something long: rewritten in place on a terminal, a line now and then elsewhere. */
  status(line: string): void;
  /** A workflow command of GitHub Actions, such as an annotation: the only lines that begin with `::`. */
  annotate(command: string): void;
  /** Whether stdout is a terminal. */
  readonly interactive: boolean;
  /** When all is written: what could not be, and why; nothing where a reader had enough (`linknet count linknet | head`). */
  finish(): Promise<OutputFailure | undefined>;
}

interface OutputFailure {
  readonly stream: "stdout" | "stderr";
  readonly reason: string;
}

/** Off a terminal, states closer together than this are not printed. */
const STATUS_INTERVAL_MS = 10_000;
/** Of terminals that do not say how wide they are. */
const USUAL_COLUMNS = 80;
const ERASE = "\r\u001B[2K";

export type OutputStream = Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write" | "on"> &
  Partial<Pick<NodeJS.WriteStream, "hasColors">>;

/** The terminal of this process, or of other streams. */
export function processTerminal(
  streams: { readonly stdout: OutputStream; readonly stderr: OutputStream } = process,
): Terminal {
  const [stdout, stderr] = [openOutput("stdout", streams.stdout), openOutput("stderr", streams.stderr)];
  const inPlace = streams.stderr.isTTY && process.env["TERM"] !== "dumb";
  let isStatusShown = false;
  let printedAt = -STATUS_INTERVAL_MS;
  const eraseStatus = (): void => {
    if (isStatusShown) stderr.write(ERASE);
    isStatusShown = false;
  };
  const print = (output: Output, lines: Lines): void => {
    eraseStatus();
    const all: readonly Line[] = typeof lines === "string" ? [lines] : lines;
    output.write(all.map((line) => `${printLine(line, output.inColour)}\n`).join(""));
  };
  return {
    interactive: streams.stdout.isTTY,
    out: (lines) => print(stdout, lines),
    json: (document) => {
      eraseStatus();
      stdout.write(`${withoutCommands(visibleJson(document, 2))}\n`);
    },
    note: (lines) => print(stderr, lines),
    status: (line) => {
      const text = printLine(line, false);
      if (inPlace) {
        eraseStatus();
        // A terminal that was not told its size says that it has no columns.
        stderr.write(text.slice(0, (streams.stderr.columns || USUAL_COLUMNS) - 1));
        isStatusShown = true;
      } else if (performance.now() - printedAt >= STATUS_INTERVAL_MS) {
        printedAt = performance.now();
        stderr.write(`${text}\n`);
      }
    },
    annotate: (command) => {
      eraseStatus();
      stderr.write(`${withoutCommands(visibleText(command))}\n`);
    },
    finish: async () => {
      eraseStatus();
      return (await stdout.finish()) ?? (await stderr.finish());
    },
  };
}

interface Output {
  readonly inColour: boolean;
  write(text: string): void;
  finish(): Promise<OutputFailure | undefined>;
}

/** A closed pipe ends the output, not the command; so does a terminal that is gone. */
function openOutput(name: OutputFailure["stream"], stream: OutputStream): Output {
  let failure: OutputFailure | undefined;
  let written = Promise.resolve();
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || (code === "EIO" && stream.isTTY)) return;
    failure ??= { stream: name, reason: code === "ENOSPC" ? "there is no room left" : message };
  });
  return {
    inColour: stream.isTTY && stream.hasColors?.() === true,
    write: (text) => {
      written = new Promise((done) => stream.write(text, () => done()));
    },
    finish: async () => {
      await written;
      // Streams tell of an error after the write that had it.
      await new Promise((done) => setImmediate(done));
      return failure;
    },
  };
}
