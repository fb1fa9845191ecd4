/** Files that a user drops or chooses to a source. They may be anything: what is no model is an error that says why. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import { describeBytes } from "@linknet-kit/onnx/bytes";
import { parseTfjs } from "@linknet-kit/tfjs/artifacts";
import type { FileBeside } from "@linknet-kit/browser/worker";
import type { ModelSource, OnnxSource } from "./model/modelSource.js";

/** The most that is read into a page: less than one ArrayBuffer holds. */
const MAXIMUM_BYTES = 2 ** 31 - 1;
const TOO_MUCH = "more than the 2 GiB that a page can read";

const HINT =
  "give one .onnx file with the files of its weights, or a tfjs model.json with its shards, and the .onnx of the same model to check it against";

/** What was given is no model, or not all of one. */
export class DroppedFilesError extends UsageError {
  readonly code = "DROPPED_FILES";

  constructor(problem: string) {
    super(problem, { hint: HINT });
  }
}

/** What is needed of a browser's `File`. */
export interface GivenFile extends Pick<File, "name" | "size" | "arrayBuffer" | "text"> {
  /** Of those in a folder that was given, from there: `unet/model.json`. */
  readonly path?: string;
}

/** The model in the files; those that have nothing to do with it, as folders hold them, are passed over. */
export async function readDroppedFiles(files: readonly GivenFile[]): Promise<ModelSource> {
  if (files.length === 0) throw new DroppedFilesError("no file was given");
  const large = files.find(({ size }) => size > MAXIMUM_BYTES);
  if (large !== undefined) throw new DroppedFilesError(`"${large.name}" has ${TOO_MUCH}`);
  const onnx = files.filter(({ name }) => name.toLowerCase().endsWith(".onnx"));
  const json = await findGraphModels(files, onnx.length > 0);
  if (onnx.length > 1) throw new DroppedFilesError(`${quote(onnx)} are several models`);
  if (json.length > 1) throw new DroppedFilesError(`${quote(json)} are several models`);
  const [[onnxFile], [jsonFile]] = [onnx, json];
  const source = onnxFile === undefined ? undefined : await readOnnxFile(onnxFile, files);
  if (jsonFile !== undefined) return await readTfjsFile(jsonFile, files, source);
  if (source !== undefined) return source;
  throw new DroppedFilesError(`${quote(files)} ${files.length === 1 ? "is no model" : "are no model"}`);
}

/** Beside an .onnx file, or another of its kind, a JSON file may be anything. */
async function findGraphModels(files: readonly GivenFile[], besideOnnx: boolean): Promise<readonly GivenFile[]> {
  const json = files.filter(({ name }) => name.toLowerCase().endsWith(".json"));
  if (json.length <= 1 && !besideOnnx) return json;
  const isGraphModel = await Promise.all(json.map(async (file) => (await file.text()).includes('"modelTopology"')));
  return json.filter((_, index) => isGraphModel[index]);
}

async function readOnnxFile(file: GivenFile, files: readonly GivenFile[]): Promise<OnnxSource> {
  const bytes = new Uint8Array(await bytesOf(file));
  const beside: FileBeside[] = [];
  let total = file.size;
  for (const path of describeBytes(bytes).externalFiles) {
    const found = findBeside(file, path, files);
    if (found === undefined) throw new DroppedFilesError(`"${path}", which has weights of ${file.name}, is missing`);
    total += found.size;
    if (total > MAXIMUM_BYTES) throw new DroppedFilesError(`"${file.name}" and its weights have ${TOO_MUCH}`);
    beside.push({ path, bytes: new Uint8Array(await bytesOf(found)) });
  }
  return { kind: "onnx", name: nameOf(file), bytes, ...(beside.length === 0 ? {} : { beside }) };
}

async function readTfjsFile(
  file: GivenFile,
  files: readonly GivenFile[],
  reference: OnnxSource | undefined,
): Promise<ModelSource> {
  const artifacts = await parseTfjs(await file.text(), async (path) => {
    const shard = findBeside(file, path, files);
    if (shard === undefined) throw new DroppedFilesError(`the shard "${path}" of ${file.name} is missing`);
    return new Uint8Array(await bytesOf(shard));
  });
  return { kind: "tfjs", name: nameOf(file), artifacts, ...(reference === undefined ? {} : { reference }) };
}

/** By its path from the model's folder, or else, as files that were chosen have no path, by its name. */
function findBeside({ path: model }: GivenFile, path: string, files: readonly GivenFile[]): GivenFile | undefined {
  const whole = model === undefined ? path : model.replace(/[^/]*$/, path);
  const last = path.split("/").at(-1);
  return files.find((file) => file.path === whole) ?? files.find(({ name }) => name === last);
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

/** Every tfjs model is called `model.json`, so that its folder says more. */
function nameOf({ name, path }: GivenFile): string {
  const stem = name.replace(/\.[^.]+$/, "") || name;
  return stem === "model" ? (path?.split("/").at(-2) ?? stem) : stem;
}

function quote(files: readonly GivenFile[]): string {
  const names = files.slice(0, 3).map(({ name }) => `"${name}"`);
  return names.join(", ") + (files.length > names.length ? " and others" : "");
}
