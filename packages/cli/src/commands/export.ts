/** `linknet export`: a network as a file that other runtimes load. */
import { join } from "node:path";
import { UnknownNameError, foldBatchNorm, initialWeights } from "@linknet-kit/core";
import { makeFolder } from "@linknet-kit/files";
import { buildNetwork } from "@linknet-kit/models";
import { type NetworkFlags, addNetworkOptions, listOf, wholeNumber } from "../arguments.js";
import type { AddCommand } from "./context.js";

interface ExportFlags extends NetworkFlags {
  readonly to: readonly string[];
  readonly target: string;
  readonly opset?: number;
  readonly dynamicBatch?: boolean;
  readonly foldBatchNorm?: boolean;
  readonly seed: number;
  readonly output: string;
  readonly json?: boolean;
}

const FORMATS = ["onnx"];

const EXAMPLES = `
Examples:
  linknet export linknet --size 640x360 -o exported          exported/linknet-640x360.onnx
  linknet export enet --size 641x363 --opset 13 --batch 4
  linknet export segnet --dynamic-batch

The weights are the paper's initialisation, the same for the same --seed.`;

export const addExport: AddCommand = (program, { terminal, signal }) => {
  addNetworkOptions(
    program
      .command("export")
      .description("a network as ONNX")
      .argument("<network>", 'its name, see "linknet networks"'),
  )
    .option("--to <formats>", "formats, separated by commas: onnx", listOf(formatNamed), FORMATS)
    .option("--target <name>", "what will run it: onnxruntime", "onnxruntime")
    .option("--opset <n>", "ONNX opset, 11 to 21 (default: the target's)", wholeNumber("--opset", 1))
    .option("--dynamic-batch", "leave the batch open in the file")
    .option("--fold-batch-norm", "fold batch norms into the convolutions before them")
    .option("--seed <n>", "seed of the weights", wholeNumber("--seed", 0), 0)
    .option("-o, --output <dir>", "folder, made where it is missing", "exported")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (network: string, flags: ExportFlags) => {
      const graph = buildNetwork(network, flags);
      const { writeOnnx } = await import("@linknet-kit/onnx");
      const { size, target, opset, dynamicBatch = false, output } = flags;
      await makeFolder(output);
      const path = join(output, `${network}-${size.width}x${size.height}.onnx`);
      const drawn = { graph, weights: initialWeights(flags.seed) };
      const model = flags.foldBatchNorm === true ? foldBatchNorm(drawn) : drawn;
      terminal.status(`writing ${path} ...`);
      const written = await writeOnnx(model, path, {
        target,
        dynamicBatch,
        signal,
        ...(opset === undefined ? {} : { opset }),
      });
      if (flags.json === true) terminal.out(JSON.stringify({ network, size, ...written }, undefined, 2));
      else for (const file of written.files) terminal.out(file);
    });
};

function formatNamed(given: string): string {
  if (!FORMATS.includes(given)) throw new UnknownNameError({ kind: "format", given, names: FORMATS });
  return given;
}
