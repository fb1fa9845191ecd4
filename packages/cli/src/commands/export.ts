/** `linknet export`: a network as files that other runtimes load. */
import { findByName } from "@linknet-kit/base";
import { checkOutputs } from "@linknet-kit/base/files";
import {
  type Float16Conversion,
  type RewriteChange,
  foldIntoConvolutions,
  imageSizeOf,
  rewriteModel,
  toFloat16,
  toFloat32,
} from "@linknet-kit/core";
import { openModel } from "@linknet-kit/sources";
import type { WeightType } from "@linknet-kit/tfjs";
import { Option } from "commander";
import {
  addInputOption,
  addNetworkOptions,
  listOf,
  modelArgument,
  modelChoices,
  numberOption,
  oneOf,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { DEFAULT_TARGET, DTYPES, type Precision, type ExportFlags, checkTogether } from "../exportFlags.js";
import { type ExportFormat, type ExportJob, exportFormats } from "../exportFormats.js";
import { originOf, weightsOf } from "../exportWeights.js";
import { describeLosses, float16Losses } from "../float16Losses.js";
import { addForce, ruleOf } from "../outputs.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { describeChange } from "../describeChange.js";

const WEIGHT_TYPES: readonly WeightType[] = ["float32", "float16", "uint8", "uint16"];

const EXAMPLES = `
Examples:
  linknet export linknet --size 640x360 -o exported          exported/linknet-640x360.onnx
  linknet export ./my-network.ts --to onnx,tfjs              what your own file exports
  linknet export model.onnx --to tfjs                        another's file of supported operators, with its weights
  linknet export linknet --dtype fp16                        half the size; inputs and outputs stay float32
  linknet export segnet --target tensorrt-8.2                for JetPack 4.6 (Jetson TX1, TX2, Nano)
  linknet export linknet --weights trained.safetensors       what was trained elsewhere
  linknet export linknet --weights resnet18.safetensors --allow-missing
  linknet export enet --size 641x363 --opset 13 --batch 4
  linknet export segnet --dynamic-batch --to onnx,safetensors
  linknet export linknet --to onnx,tfjs                      exported/linknet-640x360/model.json too, for tf.loadGraphModel
  linknet export linknet --to tfjs --weight-type uint8       a quarter of the download, less exact; computes in float32

Without --weights they are the paper's initialisation, the same for the same --seed. A file of weights has the names of
"--to safetensors"; for LinkNet's encoder also torchvision's of ResNet-18, with or without a prefix.`;

/** Those that `@linknet-kit/onnx` writes, which is slow to load. */
const OPSETS = wholeNumbers(11, 21);

export const addExport: AddCommand = (program, context) => {
  const formats = exportFormats.map(({ name }) => name);
  addForce(
    addInputOption(
      addNetworkOptions(
        program
          .command("export")
          .description("a network as files that other runtimes load")
          .addArgument(modelArgument()),
      ),
    ),
  )
    .addOption(
      offer(
        new Option("--to <formats>", `formats, separated by commas: ${formats.join(",")}`)
          .argParser(listOf(formatNamed))
          .default([formatNamed("onnx")], "onnx"),
        formats,
      ),
    )
    .addOption(
      offer(new Option("--target <name>", "what will run it: onnxruntime, tensorrt-8.2").default(DEFAULT_TARGET), () =>
        import("@linknet-kit/onnx").then(({ targets }) => targets.map(({ name }) => name)),
      ),
    )
    .addOption(numberOption("--opset <n>", "ONNX opset", OPSETS, { usual: "the target's" }))
    .option("--dynamic-batch", "leave the batch open in the file")
    .option("--fold-batch-norm", "fold batch norms into the convolutions before them")
    .addOption(
      offer(
        new Option("--dtype <type>", "of weights and activations: fp32, fp16")
          .argParser(oneOf("data type", DTYPES))
          .default("fp32" satisfies Precision),
        DTYPES,
      ),
    )
    .option("--no-keep-io-types", "with --dtype fp16, inputs and outputs in float16 too")
    .addOption(
      offer(
        new Option("--weight-type <type>", `what tfjs stores filters as: ${WEIGHT_TYPES.join(", ")}`).argParser(
          oneOf("weight type", WEIGHT_TYPES),
        ),
        WEIGHT_TYPES,
      ),
    )
    .option("--weights <file>", "safetensors file with the weights (default: drawn from the seed)")
    .option("--allow-missing", "draw weights that the file does not have from the seed")
    .addOption(numberOption("--seed <n>", "seed of drawn weights", wholeNumbers(0)).default(0))
    .option("-o, --output <dir>", "folder, made where it is missing", "exported")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action((model: string, flags: ExportFlags) => exportModel(model, flags, context));
};

async function exportModel(word: string, flags: ExportFlags, context: Context): Promise<void> {
  checkTogether(flags);
  const { terminal } = context;
  const { job, artifacts } = await withProgress(terminal, { total: flags.to.length }, async (progress) =>
    writeArtifacts(word, flags, context, progress),
  );
  if (flags.json === true) {
    const { format: _format, rewrites: _rewrites, ...first } = artifacts[0]!;
    const { network, size } = job;
    terminal.json({ network, size, ...first, artifacts });
  } else {
    terminal.out(artifacts.flatMap(({ files }) => files).map((file) => ({ row: [file] })));
  }
}

async function writeArtifacts(word: string, flags: ExportFlags, context: Context, progress: ProgressLine) {
  const { terminal } = context;
  const { to } = flags;
  const conversions: Float16Conversion[] = [];
  const rewrites: RewriteChange[] = [];
  progress.at(`reading ${word}`);
  const job = await jobOf(word, flags, context, {
    onFloat16: (conversion) => conversions.push(conversion),
    // What changed is counted only for whoever is told.
    onRewrite: flags.json === true || terminal.isVerbose ? (change) => rewrites.push(change) : undefined,
  });
  const outputs = to.map(async (format) => ({ path: format.pathOf(job), kind: await format.kindOf(job) }));
  await checkOutputs(await Promise.all(outputs), job.rule);
  const artifacts = [];
  for (const format of to) {
    const path = format.pathOf(job);
    progress.at(`writing ${path}`);
    const written = await format.write(job, path);
    const losses = float16Losses(conversions.splice(0));
    const changes = rewrites.splice(0);
    artifacts.push({ format: format.name, ...written, ...(losses && { float16: losses }), rewrites: changes });
    terminal.detail(changes.map(describeChange));
    const line = losses && describeLosses(path, losses);
    if (line?.startsWith("warning:")) terminal.problem(line);
    else if (line !== undefined) terminal.note(line);
    progress.done();
  }
  return { job, artifacts };
}

async function jobOf(
  word: string,
  flags: ExportFlags,
  { terminal, signal }: Context,
  { onFloat16, onRewrite }: Pick<ExportJob, "onFloat16" | "onRewrite">,
): Promise<ExportJob> {
  const { target, opset, dynamicBatch = false, dtype, keepIoTypes, output: folder } = flags;
  const opened = await openModel(word, modelChoices(flags));
  const { label: network, graph } = opened;
  const rule = await ruleOf([word, flags.weights], flags);
  const original = { graph, weights: await weightsOf(opened, flags, terminal) };
  const typed = dtype === "fp16" ? [toFloat16({ keepIoTypes, onConvert: onFloat16 })] : [];
  const folded = flags.foldBatchNorm === true ? [foldIntoConvolutions] : [];
  return {
    network,
    size: imageSizeOf(graph),
    model: () => rewriteModel(original, [...folded, ...typed], onRewrite),
    unfolded: () => rewriteModel(original, typed, onRewrite),
    exact: () => rewriteModel(original, [toFloat32], onRewrite),
    weightType: flags.weightType ?? (dtype === "fp16" ? "float16" : "float32"),
    onFloat16,
    onRewrite,
    variant: dtype === "fp32" ? [] : [dtype],
    target,
    opset,
    dynamicBatch,
    folder,
    origin: await originOf(word, opened, flags),
    rule: { ...rule, signal },
  };
}

function formatNamed(given: string): ExportFormat {
  return findByName("format", given, exportFormats);
}
