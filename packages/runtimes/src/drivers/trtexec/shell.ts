/** A POSIX shell, on this machine or on the device: all that is asked of either. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { shellWord } from "@linknet-kit/base";
import { type TrtexecHost, sshArguments } from "./target.js";

/** What ssh itself ends with, whatever the command would have. */
const NO_CONNECTION = 255;

/** The most that a file or an answer may have: the values of an output, as text. */
const MAXIMUM_BYTES = 2 ** 30;

export interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  /** Written to its standard input. */
  readonly input?: Readable;
  /** Called with every line of both streams. */
  readonly onLine?: (line: string) => void;
}

export class Shell {
  readonly #target: TrtexecHost | undefined;

  /** Without a target, this machine's own. */
  constructor(target?: TrtexecHost) {
    this.#target = target;
  }

  /** Starts a script whose standard streams are this process's to use; ssh ends it where this process ends. */
  start(script: string): ChildProcessWithoutNullStreams {
    if (this.#target === undefined) return spawn("sh", ["-c", script]);
    // The words after the host reach the login shell of the device as one text.
    return spawn("ssh", [...sshArguments(this.#target), `sh -c ${shellWord(script)}`]);
  }

  /** Runs a script to its end, whatever that is; rejects where there is no ssh, or nobody answers. */
  async run(script: string, { input = Readable.from([]), onLine }: RunOptions = {}): Promise<Ended> {
    const child = this.start(script);
    if (onLine !== undefined) {
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
    }
    const collected = Promise.all([collect(child, "stdout"), collect(child, "stderr")]);
    // A script that ends early reads no more; how it ended says why.
    const fed = pipeline(input, child.stdin).catch(() => {});
    const closed = once(child, "close") as Promise<[number | null]>;
    closed.catch(() => {});
    const [stdout, stderr] = await collected.catch((error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    });
    const [code] = await closed.catch((cause: unknown) => {
      throw new Error(this.#target === undefined ? "there is no sh here" : "there is no ssh on this machine", {
        cause,
      });
    });
    await fed;
    const ended = { code, stdout, stderr: stderr.toString() };
    if (this.#target !== undefined && code === NO_CONNECTION)
      throw new Error(describeSilence(this.#target, ended.stderr));
    return ended;
  }
}

async function collect(child: ChildProcessWithoutNullStreams, name: "stdout" | "stderr"): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of child[name] as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BYTES) throw new Error("the device answers more than 2^30 bytes: choose a smaller size");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function describeSilence({ host }: TrtexecHost, stderr: string): string {
  const words = stderr.replace(/\s+/g, " ").trim().slice(-300) || "ssh says no more";
  return `ssh to ${host} failed: ${words}`;
}
