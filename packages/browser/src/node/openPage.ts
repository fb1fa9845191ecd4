/** A headless Chromium with one page open. */
import { join } from "node:path";
import { type BrowserContext, type Page, chromium } from "playwright-core";
import { type FoundChromium, findChromium } from "./chromium/findChromium.js";
import { makeProfileFolder } from "./profileFolder.js";

/** Chromium chooses the GPU by itself, and its own renderer in software where there is none. */
const FLAGS = [
  "--enable-unsafe-webgpu",
  // Adapters give their full names.
  "--enable-webgpu-developer-features",
  "--enable-unsafe-swiftshader",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
];

/** Less than bench waits for a process that is silent. */
const START_MS = 30_000;

/** Bytes of a folder below which Chromium can make its socket: its path may have 107, 46 of them Chromium's. */
const LONGEST_SOCKET_FOLDER = 61;

export interface OpenOptions {
  /** Milliseconds that Chromium may take to start. */
  readonly startMs?: number | undefined;
  /** Of Chromium, beside those that are always given. */
  readonly flags?: readonly string[] | undefined;
}

export interface OpenedPage {
  readonly page: Page;
  /** As in `Chromium 150.0.7871.100`. */
  readonly browser: string;
  /** Rejects, and does nothing else, once the page cannot be used any more. */
  readonly broken: Promise<never>;
  /** The process ids of what runs the page: its renderer and the GPU's process, those of other pages too. */
  processes(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Starts a Chromium that ends with this process, and opens the address; `NoChromiumError` where there is none to start. */
export async function openPage(url: string, { startMs = START_MS, flags = [] }: OpenOptions = {}): Promise<OpenedPage> {
  const found = await findChromium();
  const profile = await makeProfileFolder();
  let context: BrowserContext | undefined;
  const close = async (): Promise<void> => {
    await context?.close().catch(() => {});
    await profile.remove();
  };
  try {
    context = await launch(found, { folder: profile.path, startMs, flags });
    const page = context.pages()[0] ?? (await context.newPage());
    const broken = whenBroken(page);
    await page.goto(url);
    const browser = context.browser()!;
    return {
      page,
      browser: `Chromium ${browser.version()}`,
      broken,
      close,
      processes: async () => {
        const session = await browser.newBrowserCDPSession();
        const { processInfo } = await session.send("SystemInfo.getProcessInfo");
        await session.detach();
        return processInfo.filter(({ type }) => type === "renderer" || type === "GPU").map(({ id }) => id);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface LaunchOptions {
  readonly folder: string;
  readonly startMs: number;
  readonly flags: readonly string[];
}

async function launch(chosen: FoundChromium, options: LaunchOptions): Promise<BrowserContext> {
  // Chromium refuses to run in its sandbox as root, as containers do.
  if (process.getuid?.() === 0) return await launchOnce(chosen, { ...options, inSandbox: false });
  try {
    return await launchOnce(chosen, { ...options, inSandbox: true });
  } catch (error) {
    // Some systems let only programs that they know make the namespaces that a sandbox is built of.
    if (!/\bsandbox\b/i.test((error as Error).message)) throw error;
    return await launchOnce(chosen, { ...options, inSandbox: false });
  }
}

async function launchOnce(
  { path: executablePath, environment }: FoundChromium,
  { folder, startMs, flags, inSandbox }: LaunchOptions & { readonly inSandbox: boolean },
): Promise<BrowserContext> {
  try {
    return await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath,
      env: { ...environmentIn(folder), ...environment },
      headless: true,
      chromiumSandbox: inSandbox,
      args: [...FLAGS, ...flags],
      timeout: startMs,
    });
  } catch (cause) {
    throw new Error(`${executablePath} does not start: ${describeFailure((cause as Error).message)}`, { cause });
  }
}

/** Chromium leaves folders of its own beside others' where it is killed, so that it gets one that goes with its profile. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  return folder.length > LONGEST_SOCKET_FOLDER ? process.env : { ...process.env, TMPDIR: folder };
}

/** Playwright's first line, without the call it stands for, and the last that the browser wrote: the rest is the whole log of it. */
function describeFailure(message: string): string {
  const [first = ""] = message.replace(/^browserType\.\w+: /, "").split("\n");
  const last = [...message.matchAll(/\[err\] (.*\S)/g)].at(-1)?.[1];
  return last === undefined ? first : `${first}; it last wrote: ${last.slice(0, 300)}`;
}

function whenBroken(page: Page): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    page.once("crash", () =>
      reject(new Error("the page crashed, for want of memory as a rule: choose a smaller size")),
    );
    page.once("close", () => reject(new Error("Chromium was closed or crashed")));
  });
  // It counts only while something is asked of the page.
  broken.catch(() => {});
  return broken;
}
