/** What `linknet report` writes: for people a document that is built once, for programs the results themselves. */
import type { ResultFile } from "@linknet-kit/bench/result";
import type { Document } from "@linknet-kit/report";

/** The results, and what is made of them only where a format asks for it. */
export interface ReportSource {
  readonly files: readonly ResultFile[];
  readonly document: () => Promise<Document>;
}

export interface ReportFormat {
  readonly name: string;
  readonly file: string;
  readonly render: (source: ReportSource) => Promise<string>;
}

/** Renderers are loaded when they are used. */
export const reportFormats: readonly ReportFormat[] = [
  {
    name: "html",
    file: "report.html",
    render: async ({ document }) => (await import("@linknet-kit/report")).renderHtml(await document()),
  },
  {
    name: "markdown",
    file: "report.md",
    render: async ({ document }) => (await import("@linknet-kit/report")).renderMarkdown(await document()),
  },
  {
    name: "csv",
    file: "results.csv",
    render: async ({ files }) => (await import("@linknet-kit/report/data")).renderCsv(files),
  },
  {
    name: "jsonl",
    file: "results.jsonl",
    render: async ({ files }) => (await import("@linknet-kit/report/data")).renderJsonLines(files),
  },
];

/** For people; the others are for programs, and written when they are asked for. */
export const usualFormats = reportFormats.filter(({ name }) => name === "html" || name === "markdown");

/** A source whose document is built at most once. */
export function sourceOf(files: readonly ResultFile[]): ReportSource {
  let document: Promise<Document> | undefined;
  return { files, document: () => (document ??= buildWithPredictions(files)) };
}

async function buildWithPredictions(files: readonly ResultFile[]): Promise<Document> {
  const [{ buildDocument }, { predictedDevices }] = await Promise.all([
    import("@linknet-kit/report"),
    import("./predictedDevices.js"),
  ]);
  return buildDocument(files, predictedDevices());
}
