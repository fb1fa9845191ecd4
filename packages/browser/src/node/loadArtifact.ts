/** Artifacts from files to what a page loads. */
import { existsSync } from "node:fs";
import { LinknetError } from "@linknet-kit/core";
import { readBytes } from "@linknet-kit/files";
import { readTfjs } from "@linknet-kit/tfjs";
import type { LoadedArtifact } from "../worker/protocol.js";

/** The most that a message of ONNX may have. */
const MAXIMUM_ONNX_BYTES = 2 ** 31 - 1;

/** The weights of a model lie beside it, as they do only where they are too large for one message. */
export class TooLargeForBrowserError extends LinknetError {
  readonly code = "TOO_LARGE_FOR_BROWSER";

  constructor(data: { path: string }) {
    super(`${data.path} has its weights in another file: it is too large for a browser`, {
      hint: "choose a narrower network, or a runtime outside of browsers",
    });
  }
}

/** What the file at `path` holds; every failure is an error that says what is wrong. */
export async function loadArtifact(path: string, format: LoadedArtifact["format"]): Promise<LoadedArtifact> {
  if (format === "tfjs") return { format, artifacts: await readTfjs(path) };
  // As `writeOnnx` names it.
  if (existsSync(`${path}.data`)) throw new TooLargeForBrowserError({ path });
  return { format, bytes: await readBytes(path, { maximumBytes: MAXIMUM_ONNX_BYTES }) };
}
