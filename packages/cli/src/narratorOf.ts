/** What a gate says, as notes and lines of progress. */
import type { Narrator } from "@linknet-kit/gate";
import { withProgress } from "./progress.js";
import type { Terminal } from "./terminal.js";

export function narratorOf(terminal: Terminal): Narrator {
  return {
    note: (text) => terminal.note(text),
    during: async (items, work) => await withProgress(terminal, { total: items }, work),
  };
}
