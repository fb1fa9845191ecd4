/** Looks at all files of a data set before anything long is done with them. */
import { LinknetError } from "@linknet-kit/base";
import { readHead } from "@linknet-kit/base/files";
import type { DataSet, ExampleFiles, ExampleProgress } from "./dataSet.js";
import { UnusableFilesError } from "./errors.js";
import { readPictureSize } from "./pictures/readPicture.js";
import { HEADER_BYTES, type PngHeader, readHeader } from "./png/header.js";
import { checkColourKind, checkMapKind } from "./png/readPng.js";
import { checkSameSize, readExample } from "./reading/readExample.js";

export interface FileCheckOptions extends ExampleProgress {
  /** Whether every pixel is read as well, which takes as long as an epoch's reading; else only the beginning of each file. */
  readonly everyPixel?: boolean;
  /** Whether instances are wanted; not unless it says so. */
  readonly withInstances?: boolean;
}

/** An `UnusableFilesError` that tells of all files that are missing, cannot be read, or do not lie on each other. */
export async function checkFiles(set: DataSet, options: FileCheckOptions = {}): Promise<void> {
  const problems: string[] = [];
  for (const [done, files] of set.examples.entries()) {
    options.signal?.throwIfAborted();
    options.onExample?.(done, set.examples.length);
    problems.push(...(await problemsOf(set, files, options)));
  }
  if (problems.length > 0) throw new UnusableFilesError({ problems, examples: set.examples.length });
}

async function problemsOf(set: DataSet, files: ExampleFiles, options: FileCheckOptions): Promise<readonly string[]> {
  const { withInstances = false, everyPixel = false } = options;
  const problems: string[] = [];
  const note = (error: unknown): undefined => {
    if (!(error instanceof LinknetError)) throw error;
    problems.push(error.summary);
  };
  const image = await readPictureSize(files.image).catch(note);
  for (const path of [files.labels, ...(withInstances && files.instances !== undefined ? [files.instances] : [])]) {
    const header = await headerOf(path).catch(note);
    if (header === undefined) continue;
    try {
      const check = path === files.labels && set.labelColours !== undefined ? checkColourKind : checkMapKind;
      check(path, header);
      if (image !== undefined) checkSameSize({ file: path, ...header }, { file: files.image, ...image });
    } catch (error) {
      note(error);
    }
  }
  if (everyPixel && problems.length === 0) await readExample(set, files, { withInstances }).catch(note);
  return problems;
}

async function headerOf(path: string): Promise<PngHeader> {
  return readHeader(path, await readHead(path, HEADER_BYTES));
}
