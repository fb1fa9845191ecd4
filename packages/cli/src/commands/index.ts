/** The commands, in the order that help lists them. Each is loaded when it is needed: runtimes, schemas and charts are slow to load. */
import type { AddCommand } from "../context.js";

interface CommandEntry {
  readonly name: string;
  readonly load: () => Promise<AddCommand>;
}

const commands: readonly CommandEntry[] = [
  { name: "networks", load: async () => (await import("./networks.js")).addNetworks },
  { name: "count", load: async () => (await import("./count.js")).addCount },
  { name: "draw", load: async () => (await import("./draw.js")).addDraw },
  { name: "predict", load: async () => (await import("./predict.js")).addPredict },
  { name: "export", load: async () => (await import("./export.js")).addExport },
  { name: "convert", load: async () => (await import("./convert.js")).addConvert },
  { name: "simplify", load: async () => (await import("./simplify.js")).addSimplify },
  { name: "runtimes", load: async () => (await import("./runtimes.js")).addRuntimes },
  { name: "bench", load: async () => (await import("./bench.js")).addBench },
  { name: "verify", load: async () => (await import("./verify.js")).addVerify },
  { name: "compare", load: async () => (await import("./compare.js")).addCompare },
  { name: "check", load: async () => (await import("./check.js")).addCheck },
  { name: "plan", load: async () => (await import("./plan.js")).addPlan },
  { name: "merge", load: async () => (await import("./merge.js")).addMerge },
  { name: "fleet", load: async () => (await import("./fleet.js")).addFleet },
  { name: "scenes", load: async () => (await import("./scenes.js")).addScenes },
  { name: "train", load: async () => (await import("./train.js")).addTrain },
  { name: "segment", load: async () => (await import("./segment.js")).addSegment },
  { name: "evaluate", load: async () => (await import("./evaluate.js")).addEvaluate },
  { name: "page", load: async () => (await import("./page.js")).addPage },
  { name: "report", load: async () => (await import("./report.js")).addReport },
  { name: "completion", load: async () => (await import("./completion.js")).addCompletion },
];

/** The command that the words name, or all commands where they name none: help and suggestions need them. */
export async function loadCommands(words: readonly string[]): Promise<readonly AddCommand[]> {
  const first = words.find((word) => !word.startsWith("-"));
  const named = commands.filter(({ name }) => name === first);
  return Promise.all((named.length > 0 ? named : commands).map(({ load }) => load()));
}
