/** Files that a user drops or chooses to a source. They may be anything: what is no model is an error that says why. */
import { LinknetError, UsageError } from "@linknet-kit/core";
import { parseTfjs } from "@linknet-kit/tfjs/artifacts";
import type { ModelSource } from "./model/modelSource.js";

/** The most that is read into a page: less than one ArrayBuffer holds. */
const MAXIMUM_BYTES = 2 ** 31 - 1;

class DroppedFilesError extends UsageError {
  readonly code = "DROPPED_FILES";

  constructor(problem: string) {
    super(problem, { hint: "give one .onnx file, or a tfjs model.json together with its shards" });
  }
}

/** What is needed of a browser's `File`. */
export type GivenFile = Pick<File, "name" | "size" | "arrayBuffer" | "text">;

export async function readDroppedFiles(files: readonly GivenFile[]): Promise<ModelSource> {
  if (files.length === 0) throw new DroppedFilesError("no file was given");
  const large = files.find(({ size }) => size > MAXIMUM_BYTES);
  if (large !== undefined) throw new DroppedFilesError(`"${large.name}" has more than the 2 GiB that a page can read`);
  const onnx = files.filter(({ name }) => name.toLowerCase().endsWith(".onnx"));
  const json = files.filter(({ name }) => name.toLowerCase().endsWith(".json"));
  const [first, ...more] = [...onnx, ...json];
  if (first === undefined)
    throw new DroppedFilesError(`${quote(files)} ${files.length === 1 ? "is no model" : "are no model"}`);
  if (more.length > 0) throw new DroppedFilesError(`${quote([first, ...more])} are several models`);
  if (onnx.length > 0) {
    if (files.length > 1)
      throw new DroppedFilesError(`an .onnx file is read alone here, and there are ${files.length} files`);
    return { kind: "onnx", name: stem(first), bytes: new Uint8Array(await bytesOf(first)) };
  }
  const shards = new Map(files.map((file) => [file.name, file]));
  const artifacts = await parseTfjs(await first.text(), async (path) => {
    const shard = shards.get(path.split("/").at(-1)!);
    if (shard === undefined) throw new DroppedFilesError(`the shard "${path}" of ${first.name} is missing`);
    return new Uint8Array(await bytesOf(shard));
  });
  return { kind: "tfjs", name: stem(first), artifacts };
}

/** What is wrong, and what to do about it. */
export function describeProblem(error: unknown): string {
  if (error instanceof LinknetError && error.hint !== undefined) return `${error.message}: ${error.hint}.`;
  return error instanceof Error ? error.message : String(error);
}

async function bytesOf(file: GivenFile): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (cause) {
    throw new DroppedFilesError(`"${file.name}" cannot be read: ${(cause as Error).message}`);
  }
}

function stem({ name }: GivenFile): string {
  return name.replace(/\.[^.]+$/, "") || name;
}

function quote(files: readonly GivenFile[]): string {
  const names = files.slice(0, 3).map(({ name }) => `"${name}"`);
  return names.join(", ") + (files.length > names.length ? " and others" : "");
}
