/** The machines and their software, side by side. */
import type { Environment } from "@linknet-kit/results";
import { paragraph, type ReportRow, type Section } from "../document.js";
import { formatCount, formatDate, formatMeasured } from "../format.js";
import type { Run } from "../runs.js";

/** A property and what to print of a file; `undefined` where the machine does not tell. */
type Property = readonly [title: string, value: (of: Pick<Run, "file">) => string | undefined];

const properties: readonly Property[] = [
  ["Processor", ({ file }) => file.environment.cpu.model],
  [
    "Cores allowed, of all",
    ({
      file: {
        environment: { cpu },
      },
    }) => `${cpu.allowedCores} of ${cpu.logicalCores}`,
  ],
  [
    "Clock",
    ({
      file: {
        environment: { cpu },
      },
    }) => (cpu.clockMHz ? `${formatCount(cpu.clockMHz)} MHz` : undefined),
  ],
  ["Governor", ({ file }) => file.environment.cpu.governor],
  ["Memory", ({ file }) => describeMemory(file.environment)],
  ["GPU", ({ file }) => describeGpus(file.environment)],
  [
    "Load average before (1, 5, 15 min)",
    ({ file: { environment } }) =>
      environment.browser ? undefined : environment.loadAverage.map((load) => load.toFixed(2)).join(", "),
  ],
  [
    "Operating system",
    ({
      file: {
        environment: { os, kernel, architecture },
      },
    }) => [os, kernel && `kernel ${kernel}`, architecture].filter(Boolean).join(", "),
  ],
  ["Container or virtual machine", ({ file }) => file.environment.virtualisation],
  ["Browser", ({ file }) => describeBrowser(file.environment)],
  ["Node", ({ file }) => file.environment.node.replace(/^v/, "")],
] as const;

export function buildEnvironment(runs: readonly Run[]): Section {
  const runtimes = [...new Set(runs.flatMap(({ file }) => Object.keys(file.environment.runtimes)))];
  const all: readonly Property[] = [
    ...properties,
    ...runtimes.map((name): Property => [name, ({ file }) => ownVersion(file.environment, name)]),
    ["Suite", ({ file: { suite, results } }) => `${suite.name}, ${results.length} of ${suite.cells} cells`],
    ["Started", ({ file }) => formatDate(file.createdAt)],
    ["Revision", ({ file }) => describeRevision(file.gitRevision, file.environment.gitDirty)],
  ];
  const rows = all
    .map(([title, value]): ReportRow => ({ cells: [title, ...runs.map((run) => valueOfFiles(run, value))] }))
    .filter(({ cells }) => cells.slice(1).some((cell) => cell !== ""));
  const heading = (run: Run) => (run.label ? run.machine : "This machine");
  return {
    id: "environment",
    title: "Environment",
    summary:
      runs.length === 1 ? "the machine, its software, the revision" : "the machines, their software, the revisions",
    blocks:
      runs.length === 0
        ? [paragraph("There is no result file.")]
        : [
            {
              kind: "table",
              id: "environment-table",
              caption: "Captured before the first cell",
              columns: [
                { title: "Property", align: "text" },
                ...runs.map((run) => ({ title: heading(run), align: "text" as const })),
              ],
              rows,
            },
          ],
  };
}

/** What the files of a run say, each different one once. */
function valueOfFiles({ files }: Run, value: Property[1]): string {
  return [...new Set(files.map((file) => value({ file })))].filter(Boolean).join("; ");
}

/** Browsers round it down, or keep it to themselves. */
function describeMemory({ memoryMB, browser }: Environment): string | undefined {
  if (browser && memoryMB === 0) return undefined;
  return `${browser ? "at least " : ""}${formatMeasured(memoryMB / 1024)} GiB`;
}

function describeBrowser({ browser }: Environment): string | undefined {
  return browser && `${browser.name}${browser.crossOriginIsolated ? "" : ", not isolated from other origins"}`;
}

function describeGpus({ gpus }: Environment): string {
  return gpus
    .map(({ model, driver, memoryMB }) =>
      [model, driver && `driver ${driver}`, memoryMB && `${formatMeasured(memoryMB / 1024)} GiB`]
        .filter(Boolean)
        .join(", "),
    )
    .join("; ");
}

function ownVersion({ runtimes }: Environment, name: string): string | undefined {
  return Object.hasOwn(runtimes, name) ? runtimes[name] : undefined;
}

function describeRevision(revision: string, dirty: boolean | undefined): string {
  return `${revision.slice(0, 12)}${dirty ? " with uncommitted changes" : ""}`;
}
