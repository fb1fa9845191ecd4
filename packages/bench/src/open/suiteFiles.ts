/** Users' model files in a suite. */
import { UsageError } from "@linknet-kit/base";
import { type LabelledFile, type ModelOf, labelFiles } from "@linknet-kit/bench";
import { DTYPE, type SuitePlan } from "@linknet-kit/results";
import { openModelFile } from "@linknet-kit/runtimes";
import { kindOf, shapesFor } from "@linknet-kit/sources";
import { modelChoices } from "./arguments.js";
import type { SuiteFlags } from "./suiteFlags.js";
import type { SuiteNetworks } from "./suiteNetworks.js";

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

/** Opens those of the words that are files; sizes that they leave open are the first that the flags give. */
export async function openSuiteFiles(flags: SuiteFlags, networks: SuiteNetworks): Promise<readonly LabelledFile[]> {
  const { sizes: [size] = [], batch: [batch] = [], input } = flags;
  const choices = modelChoices({ size, batch, input });
  const words = [...new Set((flags.networks ?? []).filter(isModelFile))];
  const files = [];
  for (const word of words) {
    const file = await openModelFile(word, { inputShapes: (declared) => shapesFor(declared, choices) });
    const dtype = file.isHalf ? "fp16" : DTYPE;
    if (networks.size === 0 && flags.dtype?.includes(dtype) === false) throw new FileDtypeError({ word, dtype });
    files.push(file);
  }
  return labelFiles(files, [...networks.keys()]);
}

/** Files beside networks. */
export function withFiles(files: readonly LabelledFile[], others: ModelOf): ModelOf {
  const known = new Map(files.map(({ label, file }) => [label, file]));
  return (request) => known.get(request.network) ?? others(request);
}

/** Both plans as one; one that is not there adds nothing. */
export function joinPlans(plans: readonly SuitePlan[]): SuitePlan {
  const [first] = plans as [SuitePlan];
  return {
    ...first,
    cells: plans.flatMap(({ cells }) => cells),
    leftOut: plans.flatMap(({ leftOut }) => leftOut),
  };
}
