/** `linknet export`: a network as files that other runtimes load. */
import {
  type ArtifactFormat,
  type PlannedArtifact,
  describeLosses,
  formats,
  planExport,
  targets,
} from "@linknet-kit/artifacts";
import { checkOutputs } from "@linknet-kit/base/files";
import { type RewriteChange, imageSizeOf } from "@linknet-kit/core";
import { classNames } from "@linknet-kit/metrics";
import { type OpenedModel, openModel } from "@linknet-kit/sources";
import { Option } from "commander";
import {
  addInputOption,
  addNetworkOptions,
  commaSeparated,
  modelArgument,
  modelChoices,
  numberOption,
  knownName,
  outputOption,
  precisionOption,
  weightTypeOption,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { DEFAULT_TARGET, type ExportFlags, checkTogether } from "../exportFlags.js";
import { originOf, weightsOf } from "../exportWeights.js";
import { fitted } from "../helpText.js";
import { addForce, ruleOf } from "../outputs.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { describeChange } from "../describeChange.js";
import type { Terminal } from "../terminal.js";
import { VERSION } from "../version.js";

const onnxTargets = targets.filter(({ format }) => format === "onnx").map(({ name }) => name);

const EXAMPLES = `
Examples:
  linknet export linknet --size 640x360 -o exported          exported/linknet-640x360.onnx
  linknet export ./my-network.ts --to onnx,tfjs              what your own file exports
  linknet export model.onnx --to tfjs                        another's file of supported operators, with its weights
  linknet export linknet --dtype fp16                        half the size; inputs and outputs stay float32
  linknet export segnet --target tensorrt-8.2                for JetPack 4.6 (Jetson TX1, TX2, Nano)
  linknet export linknet --output labels                     the class of each pixel in place of a number a class
  linknet export linknet --weights trained.safetensors       what was trained elsewhere
  linknet export linknet --weights resnet18.pth --allow-missing
  linknet export enet --size 641x363 --opset 13 --batch 4
  linknet export segnet --dynamic-batch --to onnx,safetensors
  linknet export linknet --to onnx,tfjs                      exported/linknet-640x360/model.json too, for tf.loadGraphModel
  linknet export linknet --to tfjs --weight-type uint8       a quarter of the download, less exact; computes in float32

Without --weights they are the paper's initialisation, the same for the same --seed. A file of weights is safetensors, a state
dictionary of PyTorch (.pt, .pth, .bin), NumPy's .npz or .npy, or an ONNX file. It has the names of "--to safetensors"; for LinkNet
also its authors' in PyTorch, for its encoder torchvision's of ResNet-18, for SegNet's of VGG16-BN, with or without a prefix.`;

/** Those that `@linknet-kit/onnx` writes, which is slow to load. */
const OPSETS = wholeNumbers(11, 21);

export const addExport: AddCommand = (program, context) => {
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
          .argParser(commaSeparated(knownName("format", formats)))
          .default(["onnx"] satisfies ArtifactFormat[], "onnx"),
        formats,
      ),
    )
    .addOption(
      offer(
        new Option("--target <name>", `what will run it: ${onnxTargets.join(", ")}`).default(DEFAULT_TARGET),
        onnxTargets,
      ),
    )
    .addOption(numberOption("--opset <n>", "ONNX opset", OPSETS, { usual: "the target's" }))
    .option("--dynamic-batch", "leave the batch open in the file")
    .option("--fold-batch-norm", "fold batch norms into the convolutions before them")
    .addOption(precisionOption())
    .addOption(outputOption())
    .option("--no-keep-io-types", "with --dtype fp16, inputs and outputs in float16 too")
    .addOption(weightTypeOption())
    .option(
      "--weights <file>",
      "file with the weights: safetensors, PyTorch, NumPy or ONNX (default: drawn from the seed)",
    )
    .option("--allow-missing", "draw weights that the file does not have from the seed")
    .addOption(numberOption("--seed <n>", "seed of drawn weights", wholeNumbers(0)).default(0))
    .option("-o, --folder <dir>", "folder, made where it is missing", "exported")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action((model: string, flags: ExportFlags) => exportModel(model, flags, context));
};

async function exportModel(word: string, flags: ExportFlags, context: Context): Promise<void> {
  checkTogether(flags);
  const { terminal } = context;
  await withProgress(terminal, { total: flags.to.length }, async (progress) => {
    progress.at(`reading ${word}`);
    const opened = await openModel(word, modelChoices(flags));
    const planned = await planOf(word, opened, { flags, ...context });
    // What changed is counted only where it is shown.
    const isTold = flags.json === true || terminal.isVerbose;
    const artifacts = await writePlanned(planned, { terminal, progress, isTold });
    if (flags.json === true) {
      const { format: _format, rewrites: _rewrites, ...first } = artifacts[0]!;
      const size = imageSizeOf(opened.graph);
      terminal.json({ network: opened.label, size, output: flags.output, ...first, artifacts });
    } else {
      terminal.out(artifacts.flatMap(({ files }) => files).map((file) => ({ row: [file] })));
    }
  });
}

/** The artifacts, once it is known that all of them can be written where they go. */
async function planOf(
  word: string,
  opened: OpenedModel,
  { flags, terminal, signal }: Context & { readonly flags: ExportFlags },
): Promise<readonly PlannedArtifact[]> {
  const { to, folder, foldBatchNorm = false, dynamicBatch = false } = flags;
  const { label: network, graph } = opened;
  const rule = { ...(await ruleOf([word, flags.weights], flags)), signal };
  const model = { graph, weights: await weightsOf(opened, flags, terminal) };
  const origin = await originOf(word, opened, flags);
  const [, classes = 0] = graph.outputs[0]!.type.shape;
  const about = { network, size: imageSizeOf(graph), classNames: classNames(classes), version: VERSION };
  const metadata = { tfjs: about, safetensors: { format: "linknet-kit", network } };
  const choices = { ...flags, formats: to, network, folder, foldBatchNorm, dynamicBatch, metadata, origin, rule };
  const planned = await planExport(model, choices);
  await checkOutputs(planned, rule);
  return planned;
}

interface Telling {
  readonly terminal: Terminal;
  readonly progress: ProgressLine;
  /** Whether anybody is told what rewrites change. */
  readonly isTold: boolean;
}

async function writePlanned(planned: readonly PlannedArtifact[], { terminal, progress, isTold }: Telling) {
  const artifacts = [];
  for (const { format, path, write } of planned) {
    progress.at(`writing ${path}`);
    const rewrites: RewriteChange[] = [];
    const written = await write(isTold ? { onRewrite: (change) => rewrites.push(change) } : {});
    artifacts.push({ format, ...written, rewrites });
    terminal.detail(rewrites.map(describeChange));
    const line = written.float16 && describeLosses(path, written.float16);
    if (line?.startsWith("warning:")) terminal.problem(line);
    else if (line !== undefined) terminal.note(line);
    progress.done();
  }
  return artifacts;
}
