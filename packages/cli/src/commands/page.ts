/** `linknet page`: the page that measures in the browser that opens it. */
import { numberOption, wholeNumbers } from "../arguments.js";
import type { AddCommand } from "../context.js";
import { peers } from "../peers.js";

interface PageFlags {
  readonly host: string;
  readonly port: number;
  readonly json?: boolean;
}

export const addPage: AddCommand = (program, { terminal, signal }) => {
  program
    .command("page")
    .description(
      "serves a page that measures networks and labels pictures on the runtimes of the browser that opens it",
    )
    .option("--host <address>", "address that listens; 0.0.0.0 lets other machines open the page", "127.0.0.1")
    .addOption(
      numberOption("--port <number>", "port", wholeNumbers(0, 65_535)).default(0, "0, which takes one that is free"),
    )
    .option("--json", "one JSON document on stdout once it is served")
    .addHelpText(
      "after",
      "\nExamples:\n  linknet page\n  linknet page --host 0.0.0.0 --port 8080   for a phone on the same network",
    )
    .action(async ({ host, port, json }: PageFlags) => {
      const { servePage } = peers.load("@linknet-kit/page") as typeof import("@linknet-kit/page");
      const served = await servePage({ host, port });
      const { addresses, isOpen } = served;
      try {
        if (json === true) terminal.json({ addresses, isOpen });
        else terminal.out(addresses);
        if (isOpen) terminal.note(WHO_REACHES_IT);
        terminal.note("Ctrl-C ends it.");
        await aborted(signal);
      } finally {
        await served.close();
      }
    });
};

const WHO_REACHES_IT = [
  "Every machine that reaches this one can open the page; models and results stay in the browser that has them.",
  "Opened from another machine, over http, browsers keep WebGPU and shared memory from it: WebAssembly runs on one thread.",
];

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
