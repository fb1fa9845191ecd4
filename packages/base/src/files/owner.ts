/** Who a temporary file, a temporary folder or a lock belongs to, as a word that fits into its name. */
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";

/** A process, told apart from all others: of other machines, of containers, and from those that had its number before or will have it. */
export interface Owner {
  /** Of the machine's name. */
  readonly host: string;
  /** Of the boot and, in Linux, of the space in which process numbers mean something: containers have their own. */
  readonly boot: string;
  readonly pid: number;
  /** When it started, as the system counts; `0` where that cannot be asked. */
  readonly started: string;
}

/** `<host>-<boot>-<pid>-<started>`, in letters and digits: short, since sockets below a folder have a hundred characters for their path. */
export const OWNER_WORD = /[0-9a-z]{6}-[0-9a-z]{6}-[0-9a-z]{1,7}-[0-9a-z]{1,12}/;

/** Where `started` and `boot` cannot be asked. */
const UNKNOWN = { boot: "000000", started: "0" };
/** Clocks that are set while a machine runs move what is computed as its start. */
const CLOCK_SLACK_MS = 60_000;

let own: Owner | undefined;

/** This process. */
export function ownOwner(): Owner {
  return (own ??= {
    host: shortHash(hostname()),
    boot: readBoot(),
    pid: process.pid,
    started: readStart(process.pid) ?? UNKNOWN.started,
  });
}

export function printOwner({ host, boot, pid, started }: Owner): string {
  return [host, boot, pid.toString(36), started].join("-");
}

/** The owner whose word a name begins with; `undefined` where it is another's. */
export function ownerIn(name: string): Owner | undefined {
  const [word] = new RegExp(`^${OWNER_WORD.source}(?=-)`).exec(name) ?? [];
  return word === undefined ? undefined : parseOwner(word);
}

/** The owner that an `OWNER_WORD` names. */
export function parseOwner(word: string): Owner {
  const [host, boot, pid, started] = word.split("-") as [string, string, string, string];
  return { host, boot, pid: Number.parseInt(pid, 36), started };
}

/**
 * Whether the process is running; `unknown` for one of another machine, or of this one before a restart. `aliveAtMs` is the time of its last
 * sign of life: it stands for the time of its start where the system does not tell that.
 */
export function stateOf(owner: Owner, aliveAtMs: number): "running" | "gone" | "unknown" {
  const { host, boot, started } = ownOwner();
  if (owner.host !== host || owner.boot !== boot) return "unknown";
  if (owner.started !== UNKNOWN.started && started !== UNKNOWN.started) {
    const found = readStart(owner.pid);
    // The system may hide processes of others, but not that there are any.
    const runs = found === undefined ? hasProcess(owner.pid) : found === owner.started;
    return runs ? "running" : "gone";
  }
  const bootedMs = Date.now() - uptime() * 1000;
  return aliveAtMs > bootedMs - CLOCK_SLACK_MS && hasProcess(owner.pid) ? "running" : "gone";
}

/** Whether the owner is a process of a machine of this name, now or before a restart. */
export function isOfThisHost(owner: Owner): boolean {
  return owner.host === ownOwner().host;
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readBoot(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    return shortHash(`${boot.trim()} ${readlinkSync("/proc/self/ns/pid")}`);
  } catch {
    return UNKNOWN.boot;
  }
}

/** Linux's clock ticks from the boot to the start of a process; `undefined` where that cannot be read, `ended` where nobody has buried it yet. */
function readStart(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in parentheses that may hold any others; the start is field 22.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : Number(fields[19]).toString(36);
  } catch {
    return undefined;
  }
}

function shortHash(text: string): string {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString(36)
    .slice(-6);
}
