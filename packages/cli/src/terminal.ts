/** Where a command prints: results on stdout, everything else on stderr. Text of others is made harmless here, and nowhere else. */
import { visibleJson, visibleText } from "@linknet-kit/base";
import { beginningWithin } from "./displayWidth.js";
import { type Line, type Lines, printLine, withoutCommands, wrapLine } from "./line.js";
import { paintFirstWord } from "./paintWords.js";

export interface Terminal {
  /** Results. */
  out(lines: Lines): void;
  /** With `--json`: the one document that stdout holds. */
  json(document: unknown): void;
  /** What went wrong or may, and what to do about it: printed however quiet it is to be. */
  problem(lines: Lines): void;
  /** What was done, or comes next; not with `--quiet`. */
  note(lines: Lines): void;
  /** More of what is done; with `--verbose` alone. */
  detail(lines: Lines): void;
  /** The present state of something long: rewritten in place on a terminal, and nothing elsewhere. */
  status(line: string): void;
  /** Whether `status` shows anything. */
  readonly showsStatus: boolean;
  /** A workflow command of GitHub Actions, such as an annotation: the only lines that begin with `::`. */
  annotate(command: string): void;
  /** How much of all that is no result is printed; `usual` until it is set. */
  setVerbosity(wanted: Verbosity): void;
  readonly isVerbose: boolean;
  /** Whether stdout has its document. */
  readonly hasDocument: boolean;
  /** When all is written: what could not be, and why; nothing where a reader had enough (`linknet count linknet | head`). */
  finish(): Promise<OutputFailure | undefined>;
}

export type Verbosity = "quiet" | "usual" | "verbose";

interface OutputFailure {
  readonly stream: "stdout" | "stderr";
  readonly reason: string;
}

/** Of terminals that do not say how wide they are. */
const USUAL_COLUMNS = 80;
const ERASE = "\r\u001B[2K";

export type OutputStream = Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write" | "on"> & {
  // Node's own has more ways to be called.
  hasColors?(environment: object): boolean;
};

/** The terminal of this process, or of other streams and variables. */
export function processTerminal(
  streams: { readonly stdout: OutputStream; readonly stderr: OutputStream } = process,
  environment: NodeJS.ProcessEnv = process.env,
): Terminal {
  const open = (name: OutputFailure["stream"]): Output => openOutput(name, streams[name], environment);
  const [stdout, stderr] = [open("stdout"), open("stderr")];
  const inPlace = streams.stderr.isTTY && environment["TERM"] !== "dumb";
  let isStatusShown = false;
  let hasDocument = false;
  let verbosity: Verbosity = "usual";
  const eraseStatus = (): void => {
    if (isStatusShown) stderr.write(ERASE);
    isStatusShown = false;
  };
  const print = (output: Output, lines: Lines): void => {
    eraseStatus();
    const all: readonly Line[] = typeof lines === "string" ? [lines] : lines;
    // What is no terminal's is for programs, which want a line to be one.
    const { columns } = output;
    const printed = columns === undefined ? all : all.flatMap((line) => wrapLine(line, columns));
    output.write(printed.map((line) => `${printLine(line, output.inColour)}\n`).join(""));
  };
  return {
    setVerbosity: (wanted) => {
      verbosity = wanted;
    },
    get isVerbose() {
      return verbosity === "verbose";
    },
    get hasDocument() {
      return hasDocument;
    },
    out: (lines) => print(stdout, lines),
    json: (document) => {
      eraseStatus();
      hasDocument = true;
      stdout.write(`${withoutCommands(visibleJson(document, 2))}\n`);
    },
    problem: (lines) => print(stderr, typeof lines === "string" ? [paintFirstWord(lines)] : lines.map(paintProblem)),
    note: (lines) => {
      if (verbosity !== "quiet") print(stderr, lines);
    },
    detail: (lines) => {
      if (verbosity === "verbose") print(stderr, lines);
    },
    status: (line) => {
      if (!inPlace || verbosity === "quiet") return;
      eraseStatus();
      // A terminal that was not told its size says that it has no columns.
      stderr.write(beginningWithin(printLine(line, false), (streams.stderr.columns || USUAL_COLUMNS) - 1));
      isStatusShown = true;
    },
    showsStatus: inPlace,
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

function paintProblem(line: Line): Line {
  return typeof line === "string" ? paintFirstWord(line) : line;
}

interface Output {
  /** Of a terminal. */
  readonly columns: number | undefined;
  readonly inColour: boolean;
  write(text: string): void;
  finish(): Promise<OutputFailure | undefined>;
}

/** A closed pipe ends the output, not the command; so does a terminal that is gone. */
function openOutput(name: OutputFailure["stream"], stream: OutputStream, environment: NodeJS.ProcessEnv): Output {
  // While a file of the user's runs, what it prints goes elsewhere; what is printed about it does not.
  const writeText = stream.write.bind(stream) as (text: string, done: () => void) => boolean;
  let failure: OutputFailure | undefined;
  let written = Promise.resolve();
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || (code === "EIO" && stream.isTTY)) return;
    failure ??= { stream: name, reason: code === "ENOSPC" ? "there is no room left" : message };
  });
  return {
    get columns() {
      return stream.isTTY ? stream.columns || USUAL_COLUMNS : undefined;
    },
    inColour: hasColours(stream, environment),
    write: (text) => {
      written = new Promise((done) => writeText(text, () => done()));
    },
    finish: async () => {
      await written;
      // Streams tell of an error after the write that had it.
      await new Promise((done) => setImmediate(done));
      return failure;
    },
  };
}

/** Node knows what terminals can do, and asks NO_COLOR and TERM too; FORCE_COLOR is for where there is none, such as logs of CI. */
function hasColours(stream: OutputStream, environment: NodeJS.ProcessEnv): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY && stream.hasColors?.(environment) === true;
}
