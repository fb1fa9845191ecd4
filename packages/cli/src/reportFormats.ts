/** What `linknet report` writes: for people a document that is built once, for programs the results themselves. */
import type { FileKind } from "@linknet-kit/base/files";
import type { Document } from "@linknet-kit/report";
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
/** Of tables and lines that earlier versions wrote, too. */
const FIRST_COLUMNS = "schema_version,created_at,git_revision,";
const FIRST_FIELD = /^\{"schemaVersion":\d+,"createdAt":/;

function firstLine(head: Uint8Array): string {
  return new TextDecoder().decode(head).split(/\r?\n/, 1)[0]!;
}

/** Renderers are loaded when they are used. */
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
    kind: { name: "table of linknet report", isOurs: ({ head }) => firstLine(head).startsWith(FIRST_COLUMNS) },
    render: async ({ files }) => (await import("@linknet-kit/report/data")).renderCsv(files),
  },
  {
    name: "jsonl",
    file: "results.jsonl",
    kind: { name: "lines of linknet report", isOurs: ({ head }) => FIRST_FIELD.test(firstLine(head)) },
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
