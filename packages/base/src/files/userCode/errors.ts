/** What a user's own code can do wrong, said with the place in their file. */
import { relative } from "node:path";
import { LinknetError } from "../../errors.js";
import { printMissingExport } from "./missingExport.js";
import { type Place, placeOf } from "./place.js";

/** Code of the user's that threw, or could not be compiled. */
export class UserCodeError extends LinknetError {
  readonly code = "USER_CODE";

  constructor(data: { readonly path: string; readonly cause: unknown }) {
    const { text, place = { path: data.path } } = describeFailure(data.cause, data.path);
    const hint = hintOf(data.cause);
    super(`${printPlace(place)}: ${text}`, { cause: data.cause, ...(hint === undefined ? {} : { hint }) });
  }
}

/** `process.exit()` in code of the user's: taken literally it would end the command with a code that says that all is well. */
export class UserCodeExitError extends LinknetError {
  readonly code = "USER_CODE_EXIT";

  constructor(data: { readonly exitCode: string | number | null | undefined }) {
    super(`process.exit(${data.exitCode ?? ""}) was called`, {
      hint: "throw an error instead, or take the call out: the command goes on with what the file exports",
    });
  }
}

/** A promise of the user's code that is not settled, and that nothing will settle, or not in time. */
export class UserCodePendingError extends LinknetError {
  readonly code = "USER_CODE_PENDING";

  constructor(data: { readonly path: string; readonly why: string }) {
    super(`"${shown(data.path)}" waits for a promise that is not settled: ${data.why}`, {
      hint: "look at what its top level, or the function that it exports, awaits",
    });
  }
}

/** From the present folder where that is shorter. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near;
}

function printPlace({ path, line }: Place): string {
  return line === undefined ? `"${shown(path)}"` : `"${shown(path)}", line ${line}`;
}

interface Failure {
  readonly text: string;
  readonly place?: Place | undefined;
}

/** jiti says where a file cannot be compiled in its message, and everything else in its stack. */
function describeFailure(cause: unknown, path: string): Failure {
  if (!(cause instanceof Error)) return { text: `it threw ${printThrown(cause)}` };
  const [first = "", ...rest] = cause.message.split("\n");
  const [, file, line] = /^\s*(.+):(\d+):\d+$/.exec(rest.join("\n")) ?? [];
  const text = first.replace(/^ParseError: /, "cannot be compiled: ").trim() || cause.name;
  if (file !== undefined) return { text, place: { path: file, line: Number(line) } };
  const { origin } = cause as { origin?: unknown };
  const place = (origin instanceof Error ? placeOf(origin, path) : undefined) ?? placeOf(cause, path);
  return { text: printMissingExport(text, place?.path ?? path) ?? nameOfKind(cause) + text, place };
}

/** `TypeError: `, where the class says more than that something went wrong. */
function nameOfKind({ name }: Error): string {
  return ["TypeError", "ReferenceError", "RangeError", "SyntaxError"].includes(name) ? `${name}: ` : "";
}

function printThrown(thrown: unknown): string {
  return typeof thrown === "string" ? `"${thrown}"` : Object.prototype.toString.call(thrown);
}

function hintOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return "throw an Error, which says where it comes from";
  const { hint, code } = cause as { hint?: unknown; code?: unknown };
  if (typeof hint === "string") return hint;
  if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
    return "install it in the project of that file, or correct the path; a path to a file starts with ./";
  }
  return undefined;
}
