/** What `linknet segment` found, as a document and for people. */
import { formatMeasured, formatSize } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import { type ClassShare, type Segmentation, type WrittenSegmentation, percent } from "@linknet-kit/segment";
import { type Line, paint } from "./line.js";
import { renderTable } from "./table.js";

export interface WrittenPicture {
  readonly picture: string;
  readonly size: Size;
  readonly networkSize: Size;
  readonly files: WrittenSegmentation;
  readonly classes: readonly Pick<ClassShare, "name" | "id" | "colour" | "pixels" | "share">[];
  /** One run, from numbers in memory to numbers in memory; a run went before. */
  readonly latencyMs: number;
  readonly load: Segmentation["ranOn"]["loadTimes"];
  readonly device: string;
  readonly threads: number;
}

export function describeSegmentation(segmentation: Segmentation, files: WrittenSegmentation): WrittenPicture {
  const { picture, networkSize, shares, milliseconds, ranOn } = segmentation;
  const { loadTimes, device, threads } = ranOn;
  return {
    picture: picture.file,
    size: { width: picture.width, height: picture.height },
    networkSize,
    files,
    classes: shares.map(({ name, id, colour, pixels, share }) => ({ name, id, colour, pixels, share })),
    latencyMs: milliseconds,
    load: loadTimes,
    device,
    threads,
  };
}

export function renderSegmentation(
  { picture, size, networkSize, files, classes, latencyMs, load, threads }: WrittenPicture,
  { network, runtime }: { readonly network: string; readonly runtime: string },
): readonly Line[] {
  const loadMs = load.runtimeMs + load.sessionMs;
  const onThreads = threads === 1 ? "one thread" : `${threads} threads`;
  return [
    [paint("bold", picture), `, ${formatSize(size)}, seen at ${formatSize(networkSize)} by ${network}`],
    ...renderTable(
      [
        { title: "class", text: ({ name }) => name, isName: true },
        { title: "id", text: ({ id }) => String(id), align: "right" },
        { title: "share", text: ({ share }) => percent(share), align: "right" },
      ],
      classes,
    ),
    `${formatMeasured(latencyMs)} ms on ${runtime}, ${onThreads}, after ${formatMeasured(loadMs)} ms to load`,
    `wrote ${files.overlay}`,
    `wrote ${files.labels}`,
  ];
}
