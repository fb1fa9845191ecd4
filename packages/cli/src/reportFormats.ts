/** What `linknet report` writes: for people a document that is built once, for programs the results themselves. */
import { type FileKind, sealedLines } from "@linknet-kit/base/files";
import type { Document, ReportedAccuracy } from "@linknet-kit/report";
import type { ResultFile } from "@linknet-kit/results";
import { commentedText } from "./outputs.js";

/** The results, and what is made of them only where a format asks for it. */
export interface ReportSource {
  readonly files: readonly ResultFile[];
  readonly document: () => Promise<Document>;
}

export interface ReportFormat {
  readonly name: string;
  readonly file: string;
  /** By which an earlier report is known, which this one replaces. */
  readonly kind: FileKind;
  readonly render: (source: ReportSource) => Promise<string>;
}

const commented = commentedText("report", "report");
/** A cell and a field at the end of what has no comments. */
const table = sealedLines("unchanged table of linknet report", {
  header: ",sha256",
  sealedEnd: (digest) => `,${digest}`,
});
const jsonLines = sealedLines("unchanged lines of linknet report", {
  end: "}",
  sealedEnd: (digest) => `,"sha256":"${digest}"}`,
});

/** The formats of reports. Each loads its renderer when it is used. */
export const reportFormats: readonly ReportFormat[] = [
  {
    name: "html",
    file: "report.html",
    kind: commented.kind,
    render: async ({ document }) => commented.print((await import("@linknet-kit/report")).renderHtml(await document())),
  },
  {
    name: "markdown",
    file: "report.md",
    kind: commented.kind,
    render: async ({ document }) =>
      commented.print((await import("@linknet-kit/report")).renderMarkdown(await document())),
  },
  {
    name: "csv",
    file: "results.csv",
    kind: table.kind,
    render: async ({ files }) => table.seal((await import("@linknet-kit/report/data")).renderCsv(files)),
  },
  {
    name: "jsonl",
    file: "results.jsonl",
    kind: jsonLines.kind,
    render: async ({ files }) => jsonLines.seal((await import("@linknet-kit/report/data")).renderJsonLines(files)),
  },
];

/** For people; the others are for programs, and written when they are asked for. */
export const usualFormats = reportFormats.filter(({ name }) => name === "html" || name === "markdown");

/** A source whose document is built at most once. */
export function sourceOf(files: readonly ResultFile[], learnt: ReportedAccuracy = {}): ReportSource {
  let document: Promise<Document> | undefined;
  return { files, document: () => (document ??= buildWithPredictions(files, learnt)) };
}

async function buildWithPredictions(files: readonly ResultFile[], learnt: ReportedAccuracy): Promise<Document> {
  const [{ buildDocument }, { predictedTables }] = await Promise.all([
    import("@linknet-kit/report"),
    import("@linknet-kit/predict"),
  ]);
  return buildDocument(files, predictedTables(), learnt);
}
