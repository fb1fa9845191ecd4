/** A folder on the machine of trtexec that is gone when its user is, however that ends. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { shellWord } from "@linknet-kit/base";
import type { Ended, RunOptions, Shell } from "./shell.js";

/**
 * Makes the folder and waits on standard input, which closes when this process ends, even if it was killed: then what still runs
 * there is ended and the folder removed.
 */
const HOLD = [
  "umask 077",
  'folder=$(mktemp -d "${TMPDIR:-/tmp}/linknet-XXXXXX") || exit 1',
  'leave() { trap - EXIT; [ -f "$folder/pid" ] && kill "$(cat "$folder/pid")" 2>/dev/null; rm -rf "$folder"; }',
  "trap leave EXIT",
  "trap 'exit 1' HUP INT TERM",
  'echo "$folder"',
  "cat >/dev/null",
].join("\n");

export class Workplace {
  readonly #shell: Shell;
  readonly #folder: string;
  readonly #end: () => Promise<void>;

  private constructor(shell: Shell, folder: string, end: () => Promise<void>) {
    this.#shell = shell;
    this.#folder = folder;
    this.#end = end;
  }

  static async open(shell: Shell): Promise<Workplace> {
    // Says in plain words what is wrong where there is no way in.
    await succeed(shell.run("true"), "a shell");
    const holder = shell.start(HOLD);
    let complaint = "";
    holder.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const closed = once(holder, "close");
    const lines = createInterface({ input: holder.stdout });
    const [folder] = (await Promise.race([once(lines, "line"), closed])) as [unknown];
    if (typeof folder !== "string" || !folder.startsWith("/")) {
      throw new Error(`there is no room for a temporary folder: ${complaint.trim()}`);
    }
    return new Workplace(shell, folder, async () => {
      holder.stdin.end();
      await closed;
    });
  }

  /** Path of a file there. */
  path(name: string): string {
    return `${this.#folder}/${name}`;
  }

  async put(name: string, content: Readable): Promise<void> {
    await succeed(this.#shell.run(`cat > ${shellWord(this.path(name))}`, { input: content }), `copying ${name}`);
  }

  async putFile(name: string, source: string): Promise<void> {
    await this.put(name, createReadStream(source));
  }

  async get(name: string): Promise<Buffer> {
    return (await succeed(this.#shell.run(`cat ${shellWord(this.path(name))}`), `reading ${name}`)).stdout;
  }

  /** Runs a program to its end; it is ended with this process. */
  async run(words: readonly string[], options: RunOptions): Promise<Ended> {
    const line = words.map(shellWord).join(" ");
    const script = `cd ${shellWord(this.#folder)} && echo $$ > pid && exec ${line}`;
    return await this.#shell.run(script, options);
  }

  /** Ends what runs there and removes the folder. */
  async close(): Promise<void> {
    await this.#end();
  }
}

async function succeed(running: Promise<Ended>, what: string): Promise<Ended> {
  const ended = await running;
  if (ended.code === 0) return ended;
  const complaint = ended.stderr.replace(/\s+/g, " ").trim();
  throw new Error(`${what} failed there with exit code ${ended.code}${complaint === "" ? "" : `: ${complaint}`}`);
}
