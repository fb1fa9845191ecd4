/** The two files that Model Explorer reads, and how those that were written here are known again. */
import { jsonDocument } from "@linknet-kit/base/files";

export const explorerKind = jsonDocument("graph of linknet draw", ({ writtenBy }) => writtenBy === "linknet draw");

/** Its keys are names of graphs alone, so that it is known by the ids that nodes have here. */
export const explorerDataKind = jsonDocument("node data of linknet draw", (document) => {
  const graphs: readonly unknown[] = Object.values(document);
  return graphs.length > 0 && graphs.every(isOwnData);
});

function isOwnData(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("results" in data) || !("gradient" in data)) return false;
  return Object.keys(data.results as object).every((id) => /^node \d+$/.test(id));
}

/** `linknet.macs.json` beside `linknet.json`. */
export function explorerDataPath(path: string, heat: string): string {
  return `${path.replace(/\.json$/i, "")}.${heat}.json`;
}
