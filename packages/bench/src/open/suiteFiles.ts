/** Users' model files in a suite. */
import { usualTarget } from "@linknet-kit/artifacts";
import { UsageError } from "@linknet-kit/base";
import { openModelFile } from "@linknet-kit/runtimes";
import { type SizeChoices, kindOf, shapesFor } from "@linknet-kit/sources";
import { type ModelOf, precisionOf } from "../cell/artifacts.js";
import { type LabelledFile, labelFiles } from "../planModelFiles.js";

/** A file has the numbers that it has. */
class FileDtypeError extends UsageError {
  readonly code = "FILE_DTYPE";

  constructor({ word, dtype }: { readonly word: string; readonly dtype: string }) {
    super(`${word} is measured as it is, in ${dtype}`, {
      hint: "linknet export with --dtype writes it in other numbers",
    });
  }
}

/** Whether the word names a file that is measured as it is. */
export function isModelFile(word: string): boolean {
  return ["onnx", "tfjs"].includes(kindOf(word));
}

interface FileChoices {
  /** What fills in the sizes that files leave open. */
  readonly choices: SizeChoices;
  /** The data types that are asked for; nothing is checked unless given. */
  readonly dtypes?: readonly string[] | undefined;
  /** Labels that are taken. */
  readonly taken: readonly string[];
}

/** Opens each of the files; the same word twice counts once. A `FileDtypeError` where a file has other numbers than are asked for. */
export async function openSuiteFiles(
  words: readonly string[],
  { choices, dtypes, taken }: FileChoices,
): Promise<readonly LabelledFile[]> {
  const files = [];
  for (const word of new Set(words)) {
    const file = await openModelFile(word, { inputShapes: (declared) => shapesFor(declared, choices) });
    const dtype = precisionOf(file, { target: usualTarget(file.format).name });
    if (dtypes?.includes(dtype) === false) throw new FileDtypeError({ word, dtype });
    files.push(file);
  }
  return labelFiles(files, taken);
}

/** Files beside networks. */
export function withFiles(files: readonly LabelledFile[], others: ModelOf): ModelOf {
  const known = new Map(files.map(({ label, file }) => [label, file]));
  return (request) => known.get(request.network) ?? others(request);
}
