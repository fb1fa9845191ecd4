/** The Chromium of a process: started with the first user, closed with the last. */
import { fileURLToPath } from "node:url";
import { unlessFailed } from "@linknet-kit/base";
import { ON_PROGRESS, type OnRunnerProgress, RUNNER, type Runner } from "../runnerProtocol.js";
import { type OpenOptions, type OpenedPage, openPage } from "./openPage.js";
import { type SiteServer, serveSite } from "./server.js";

/** The folder of the page that drives runtimes, with everything that they load at run time. */
export const RUNNER_SITE = fileURLToPath(new URL("../../dist/site/", import.meta.url));

/** A page that can be asked, and the server that what is asked about goes over. */
export interface Site extends Pick<OpenedPage, "page" | "browser" | "processes"> {
  readonly server: SiteServer;
  /** Calls what the page has under that name; rejects with the page's error, or with the reason why there is no page any more. */
  ask<Name extends keyof Runner>(
    name: Name,
    ...args: Parameters<Runner[Name]>
  ): Promise<Awaited<ReturnType<Runner[Name]>>>;
  /** Called with the progress of that worker until it is set anew. */
  readonly listeners: Map<number, (progress: Parameters<OnRunnerProgress>[1]) => void>;
}

interface Open {
  readonly site: Site;
  close(): Promise<void>;
}

export class ChromiumHost {
  readonly #staysOpen: boolean;
  readonly #options: OpenOptions;
  #users = 0;
  #open: Promise<Open> | undefined;

  /** One that stays open is closed by `close` alone. */
  constructor({ staysOpen = false, ...options }: { readonly staysOpen?: boolean } & OpenOptions = {}) {
    this.#staysOpen = staysOpen;
    this.#options = options;
  }

  /** The site, started where it is not running. Call `leave` once for each call of this one, also where this one rejects. */
  async join(): Promise<Site> {
    this.#users += 1;
    this.#open ??= open(this.#options, () => {
      this.#open = undefined;
    });
    return (await this.#open).site;
  }

  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users <= 0 && !this.#staysOpen) await this.close();
  }

  async close(): Promise<void> {
    const opened = this.#open;
    this.#open = undefined;
    this.#users = 0;
    await (await opened?.catch(() => undefined))?.close();
  }
}

/** One for all the drivers of this process. */
export const processHost = new ChromiumHost();

/** `onBroken` is called when the page cannot be used any more; what is left of the browser is ended then. */
async function open(options: OpenOptions, onBroken: () => void): Promise<Open> {
  const server = await serveSite([RUNNER_SITE]);
  let opened: OpenedPage;
  try {
    opened = await openPage(`${server.origin}runner.html`, options);
  } catch (error) {
    onBroken();
    await server.close();
    throw error;
  }
  const { page, browser, broken } = opened;
  const close = async (): Promise<void> => {
    await opened.close();
    await server.close();
  };
  broken.catch(async () => {
    onBroken();
    await close();
  });
  const listeners: Site["listeners"] = new Map();
  const onProgress: OnRunnerProgress = (worker, progress) => listeners.get(worker)?.(progress);
  await page.exposeFunction(ON_PROGRESS, onProgress);
  const unlessBroken = unlessFailed(broken);
  const ask = ((name, ...args) => unlessBroken(call(page, name, args))) as Site["ask"];
  return { site: { server, page, browser, processes: () => opened.processes(), listeners, ask }, close };
}

async function call(page: OpenedPage["page"], name: string, args: readonly unknown[]): Promise<unknown> {
  try {
    return await page.evaluate(askRunner, { runner: RUNNER, name, args: [...args] });
  } catch (cause) {
    throw new Error(withoutPlace(cause), { cause });
  }
}

/** Runs in the page. */
async function askRunner({ runner, name, args }: { runner: string; name: string; args: unknown[] }): Promise<unknown> {
  const page = globalThis as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>;
  return await page[runner]![name]!(...args);
}

/** The page's own words: playwright puts its call before them and the stack behind. */
function withoutPlace(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^page\.evaluate: (Error: )?/, "").replace(/\n\s+at [\s\S]*$/, "");
}
