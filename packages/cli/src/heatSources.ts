/** The numbers that `linknet draw --heat` colours by: counted, or read from files of `bench` and `verify`. */
import { LinknetError, UsageError, formatSize } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { type Graph, imageSizeOf } from "@linknet-kit/core";
import type { Heat, ValueError } from "@linknet-kit/draw";

export const heatNames = ["macs", "bytes", "time", "error"] as const;
export type HeatName = (typeof heatNames)[number];

interface HeatFlags {
  readonly heat?: HeatName;
  readonly results?: string;
  readonly verification?: string;
}

const MAXIMUM_BYTES = 2 ** 28;

/** A heat whose file was not given, or a file that nothing is coloured by. */
class HeatFileError extends UsageError {
  readonly code = "HEAT_FILE";

  constructor(data: { readonly problem: string; readonly hint: string }) {
    super(data.problem, { hint: data.hint });
  }
}

/** A file without numbers about the network. */
class NoHeatError extends LinknetError {
  readonly code = "NO_HEAT";

  constructor(data: { readonly path: string; readonly problem: string; readonly hint: string }) {
    super(`${data.path} ${data.problem}`, { hint: data.hint });
  }
}

const NEEDED = {
  results: { heat: "time", made: "linknet bench --profile -o result.json" },
  verification: { heat: "error", made: "linknet verify ... --layers --json > verify.json" },
} as const;

/** `undefined` where none is asked for; `tell` is told which of several measurements it is. */
export async function readHeat(
  graph: Graph,
  { heat, ...files }: HeatFlags,
  tell: (line: string) => void,
): Promise<Heat | undefined> {
  for (const option of ["results", "verification"] as const) {
    const { heat: by, made } = NEEDED[option];
    if (heat === by && files[option] === undefined)
      throw new HeatFileError({ problem: `--heat ${by} needs --${option}`, hint: `${made} writes such a file` });
    if (heat !== by && files[option] !== undefined)
      throw new HeatFileError({ problem: `--${option} is read by --heat ${by} alone`, hint: `give --heat ${by}` });
  }
  if (heat === "time") return await timeHeat(graph, files.results!, tell);
  if (heat === "error") return await errorHeat(graph, files.verification!, tell);
  if (heat === undefined) return undefined;
  return (await import("@linknet-kit/draw")).countedHeat(graph, heat);
}

async function timeHeat(graph: Graph, path: string, tell: (line: string) => void): Promise<Heat> {
  const { readResultFile } = await import("@linknet-kit/results/files");
  const { measuredHeat } = await import("@linknet-kit/draw");
  const { results } = await readResultFile(path);
  const size = imageSizeOf(graph);
  const name = (text: string): string => text.toLowerCase();
  const found = results.flatMap((result) => {
    const { profile } = result;
    if (profile === undefined || "reason" in profile || name(result.network) !== name(graph.name)) return [];
    const isSize = size.width === 0 || (result.size.width === size.width && result.size.height === size.height);
    return isSize ? [{ result, profile }] : [];
  });
  const [first] = found;
  if (first === undefined) {
    const subject = size.width === 0 ? graph.name : `${graph.name} at ${formatSize(size)}`;
    throw new NoHeatError({
      path,
      problem: `has no profile of ${subject}`,
      hint: "bench with --profile measures one; --size chooses the size that it was measured at",
    });
  }
  const { runtime, device } = first.result;
  if (found.length > 1) tell(`the first of ${found.length} profiles: ${runtime} on ${device}`);
  const heat = measuredHeat(
    graph,
    first.profile.rows.filter(({ kind }) => kind === "layers"),
    runtime,
  );
  return withNumbers(heat, path, "names no layer of this graph");
}

async function errorHeat(graph: Graph, path: string, tell: (line: string) => void): Promise<Heat> {
  const { comparedHeat } = await import("@linknet-kit/draw");
  const runs = runsIn(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  const [first] = runs;
  if (first === undefined) {
    throw new NoHeatError({
      path,
      problem: "has no errors of layers",
      hint: "linknet verify writes them with --layers --json",
    });
  }
  if (runs.length > 1) tell(`the first of ${runs.length} runs: ${first.runtime}`);
  return withNumbers(comparedHeat(graph, first.errors, first.runtime), path, "names no value of this graph");
}

function withNumbers(heat: Heat, path: string, problem: string): Heat {
  if (heat.values.size > 0) return heat;
  throw new NoHeatError({ path, problem, hint: "draw the same network, or the same file" });
}

interface LayeredRun {
  readonly runtime: string;
  readonly errors: readonly ValueError[];
}

/** Those with layers; JSON writes an error that is no number as `null`. */
function runsIn(bytes: Uint8Array): readonly LayeredRun[] {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return [];
  }
  return listIn(document, "runs").flatMap((run): readonly LayeredRun[] => {
    const errors = listIn(run, "layers").flatMap((layer): readonly ValueError[] => {
      const { name, relativeError } = layer as { name?: unknown; relativeError?: unknown };
      if (typeof name !== "string" || (typeof relativeError !== "number" && relativeError !== null)) return [];
      return [{ name, relativeError: relativeError ?? Infinity }];
    });
    const { runtime } = run as { runtime?: unknown };
    return errors.length === 0 ? [] : [{ runtime: typeof runtime === "string" ? runtime : "a runtime", errors }];
  });
}

function listIn(value: unknown, key: string): readonly object[] {
  const list = (value as Readonly<Record<string, unknown>> | null)?.[key];
  return Array.isArray(list) ? list.filter((each): each is object => typeof each === "object" && each !== null) : [];
}
