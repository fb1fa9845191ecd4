/** Artifacts from files to what a page loads. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import type { ExternalData } from "@linknet-kit/runtimes";
import { readTfjs } from "@linknet-kit/tfjs";
import type { FileBeside, LoadedArtifact } from "../worker/protocol.js";

/** The most that a message of ONNX may have, and half of what WebAssembly can address, as the runtime holds weights twice. */
const MAXIMUM_BYTES = 2 ** 31 - 1;

/** The files of a model do not fit into a page. */
export class TooLargeForBrowserError extends LinknetError {
  readonly code = "TOO_LARGE_FOR_BROWSER";

  constructor(data: { path: string; bytes: number }) {
    super(`${data.path} has ${data.bytes} bytes with the files beside it, and a page takes ${MAXIMUM_BYTES}`, {
      hint: "choose a narrower network, or a runtime outside of browsers",
    });
  }
}

/** What the file at `path` holds, with those beside it; every failure is an error that says what is wrong. */
export async function loadArtifact(
  path: string,
  format: LoadedArtifact["format"],
  externalData?: ExternalData,
): Promise<LoadedArtifact> {
  if (format === "tfjs") return { format, artifacts: await readTfjs(path) };
  const { folder, files } = externalData ?? { folder: "", files: [] };
  const sizes = await Promise.all([path, ...files.map((file) => join(folder, file))].map(sizeOf));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > MAXIMUM_BYTES) throw new TooLargeForBrowserError({ path, bytes: total });
  const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
  if (files.length === 0) return { format, bytes };
  const beside: FileBeside[] = [];
  for (const file of files) {
    beside.push({ path: file, bytes: await readBytes(join(folder, file), { maximumBytes: MAXIMUM_BYTES }) });
  }
  return { format, bytes, beside };
}

/** What is not there says so when it is read. */
async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
