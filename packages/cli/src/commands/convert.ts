/** `linknet convert`: an ONNX file as files that other runtimes load, compared with it. */
import { basename, extname, join } from "node:path";
import {
  type PlannedArtifact,
  type WeightType,
  describeLosses,
  findTarget,
  formats,
  inOneFolder,
  targets,
  usualTarget,
} from "@linknet-kit/artifacts";
import { checkOutputs, jsonDocument, originOfFiles, writeFileAtomically } from "@linknet-kit/base/files";
import {
  IMAGE_LAYOUTS,
  type ImageLayout,
  type Model,
  type NetworkOptions,
  type OutputKind,
  type Precision,
  imageSizeOf,
} from "@linknet-kit/core";
import {
  type Conversion,
  ConversionDiffersError,
  ConversionRefusedError,
  type ConvertStep,
  OpenConversionError,
  convertFile,
} from "@linknet-kit/runtimes";
import { WrongKindOfModelError, kindOf, parseSize, shapesFor } from "@linknet-kit/sources";
import { Argument, Option } from "commander";
import {
  type InputFlags,
  addInputOption,
  commaSeparated,
  knownName,
  modelChoices,
  numberOption,
  outputOption,
  positiveNumbers,
  precisionOption,
  weightTypeOption,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { type WantedFlags, checkConvertFlags, wantedArtifacts } from "../convertFlags.js";
import { describeChange } from "../describeChange.js";
import { errorDocument } from "../failures.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, filesOf, ruleOf } from "../outputs.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { renderConversion } from "../renderConversion.js";
import type { Terminal } from "../terminal.js";
import { VERSION } from "../version.js";

export interface ConvertFlags
  extends ForceFlag,
    InputFlags,
    WantedFlags,
    Partial<Pick<NetworkOptions, "size" | "batch">> {
  readonly dtype: Precision;
  readonly keepIoTypes: boolean;
  readonly weightType?: WeightType;
  readonly layout?: ImageLayout;
  readonly opset?: number;
  readonly dynamicBatch?: boolean;
  readonly maxBatch?: number;
  readonly seed: number;
  readonly tolerance?: number;
  readonly output: OutputKind;
  readonly folder: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet convert model.onnx --to tfjs                     converted/model-224x224/model.json, for tf.loadGraphModel
  linknet convert model.onnx --to tfjs --layout nchw       inputs and outputs lie as in the file
  linknet convert model.onnx --target onnxruntime,tensorrt-8.2
  linknet convert model.onnx --dtype fp16                  half the size; inputs and outputs stay float32
  linknet convert model.onnx --output labels               the class of each pixel in place of a number a class
  linknet convert model.onnx --to triton -o repository     repository/model-224x224/config.pbtxt and 1/model.onnx
  linknet convert open.onnx --to tfjs,onnx --size 640x360  sizes that the file leaves open

What is written was run on one seeded input beside the file; what computes something else is not written, and the first layer that differs is
named. A node that a target does not have is lowered to others that compute the same, or refused by name, with a code: unsupported_op,
unsupported_attribute, needs_constant or dynamic_shape. What became of each node stands in <name>-conversion.json.`;

const report = jsonDocument("report of linknet convert", ({ writtenBy }) => writtenBy === WRITER);
const WRITER = "linknet convert";
const targetNames = targets.map(({ name }) => name);

export const addConvert: AddCommand = (program, context) => {
  addInputOption(
    addForce(
      program
        .command("convert")
        .description("an ONNX file as files that other runtimes load, which are compared with it"),
    ),
  )
    .addArgument(new Argument("<file.onnx>", "the model; it stays as it is"))
    .addOption(
      offer(
        new Option(
          "--to <formats>",
          `formats, separated by commas: ${formats.join(",")} (default: the target's)`,
        ).argParser(commaSeparated(knownName("format", formats))),
        formats,
      ),
    )
    .addOption(
      offer(
        new Option(
          "--target <names>",
          `what will run it, separated by commas: ${targetNames.join(", ")} (default: ${usualTarget("onnx").name})`,
        ).argParser(commaSeparated((name) => findTarget(name).name)),
        targetNames,
      ),
    )
    .addOption(precisionOption())
    .addOption(outputOption())
    .option("--no-keep-io-types", "with --dtype fp16, inputs and outputs in float16 too")
    .addOption(weightTypeOption())
    .addOption(
      offer(
        new Option(
          "--layout <order>",
          `in which order the tfjs model's inputs and outputs of four axes have them: ${IMAGE_LAYOUTS.join(", ")} (default: ${IMAGE_LAYOUTS[0]})`,
        ).argParser(knownName("layout", IMAGE_LAYOUTS)),
        IMAGE_LAYOUTS,
      ),
    )
    .addOption(numberOption("--opset <n>", "ONNX opset", wholeNumbers(11, 21), { usual: "the target's" }))
    .option("--dynamic-batch", "leave the batch open in the ONNX file")
    .addOption(
      numberOption("--max-batch <n>", "images that Triton joins to one run at most", wholeNumbers(1, 4096), {
        usual: "8, where the model takes any batch",
      }),
    )
    .option("--size <WxH>", "image size in pixels where the file leaves it open", parseSize)
    .addOption(
      numberOption("--batch <n>", "images at once where the file leaves it open", wholeNumbers(1, 1024), {
        usual: "1",
      }),
    )
    .addOption(
      numberOption("--tolerance <x>", "of errors, relative to the largest expected value", positiveNumbers(), {
        usual: "1e-4, or 2e-2 of numbers of 16 bits",
      }),
    )
    .addOption(numberOption("--seed <n>", "of the input that all are compared by", wholeNumbers(0)).default(1))
    .option("-o, --folder <dir>", "folder, made where it is missing", "converted")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action((path: string, flags: ConvertFlags) => convertModel(path, flags, context));
};

async function convertModel(path: string, flags: ConvertFlags, { terminal, signal }: Context): Promise<void> {
  if (kindOf(path) !== "onnx") {
    throw new WrongKindOfModelError({
      word: path,
      kind: "no .onnx file",
      hint: "a network of yours is exported: linknet export",
    });
  }
  const wanted = wantedArtifacts(flags);
  checkConvertFlags(flags, wanted);
  const { size, batch, input, seed, tolerance, folder, json = false } = flags;
  const sizes = {
    inputShapes: (declared: Parameters<typeof shapesFor>[0]) =>
      shapesFor(declared, modelChoices({ size, batch, input })),
  };
  const name = basename(path).slice(0, -extname(path).length);
  const reportPath = join(folder, `${inOneFolder(name)}-conversion.json`);
  const permit = async (planned: readonly PlannedArtifact[]) => {
    const rule = await ruleOf([path], flags);
    await checkOutputs([...planned, { path: reportPath, kind: report }], rule);
    return rule;
  };
  const converting = async (progress: ProgressLine): Promise<Conversion> => {
    progress.at(`reading ${path}`);
    return await convertFile({
      path,
      wanted,
      folder,
      sizes,
      choose: (model) => choicesOf(name, model, flags),
      origin: async () => await originOfFiles(await filesOf(path)),
      permit,
      seed,
      tolerance,
      signal,
      isExplained: json || terminal.isVerbose,
      onStep: (step) => showStep(step, progress),
    });
  };
  const conversion = await withProgress(terminal, { total: 2 * wanted.length + 1 }, converting).catch(
    (error: unknown) => {
      if (json) printFailure(error, path, terminal);
      throw error;
    },
  );
  const content = `${JSON.stringify({ writtenBy: WRITER, ...reported(conversion) }, undefined, 2)}\n`;
  await writeFileAtomically({ path: reportPath, kind: report, content }, { ...(await ruleOf([path], flags)), signal });
  if (json) terminal.json(documentOf(conversion, reportPath));
  else terminal.out(renderConversion(conversion, reportPath));
  tell(conversion, terminal);
}

function choicesOf(name: string, { graph }: Model, flags: ConvertFlags) {
  const { dtype, keepIoTypes, output, weightType, layout, opset, dynamicBatch = false, maxBatch } = flags;
  const about = { network: name, size: imageSizeOf(graph), version: VERSION };
  const metadata = { tfjs: about, safetensors: { format: "linknet-kit", network: name } };
  return {
    network: name,
    dtype,
    keepIoTypes,
    output,
    foldBatchNorm: false,
    weightType,
    layout,
    opset,
    dynamicBatch,
    maxBatch,
    metadata,
    size: about.size,
  };
}

function showStep(step: ConvertStep, progress: ProgressLine): void {
  if (step.kind !== "convert") progress.done();
  progress.at(
    step.kind === "compare" ? "comparing" : `${step.kind === "write" ? "writing" : "converting to"} ${step.path}`,
  );
}

/** What stays the same however long steps took. */
function reported({ path, network, coverage, parity, artifacts }: Conversion) {
  const written = artifacts.map(({ rewrites: _rewrites, ...artifact }) => artifact);
  return { path, network, artifacts: written, coverage, parity };
}

/** The first artifact's fields stand at the top too, as those of an export do. */
function documentOf({ network, path: source, artifacts, ...conversion }: Conversion, reportPath: string) {
  const { path, bytes, files } = artifacts[0]!;
  return { network, source, path, bytes, files, artifacts, ...conversion, report: reportPath };
}

/** Programs get what was found with the error. */
function printFailure(error: unknown, source: string, terminal: Terminal): void {
  const isRefused = error instanceof ConversionRefusedError || error instanceof OpenConversionError;
  if (!isRefused && !(error instanceof ConversionDiffersError)) return;
  const found = isRefused ? { coverage: error.coverage } : error.conversion;
  terminal.json({ ...errorDocument(error, false), source, ...found });
}

function tell({ artifacts, rewrites, parity }: Conversion, terminal: Terminal): void {
  terminal.detail([...rewrites, ...artifacts.flatMap((artifact) => artifact.rewrites)].map(describeChange));
  for (const { path, float16, fixedBatch, cautions } of artifacts) {
    terminal.problem(cautions.map((caution) => `warning: ${path}: ${caution}`));
    const line = float16 && describeLosses(path, float16);
    if (line?.startsWith("warning:")) terminal.problem(line);
    else if (line !== undefined) terminal.note(line);
    if (fixedBatch !== undefined) terminal.note(`${path}: requests are not joined to one run: ${fixedBatch}`);
  }
  if (parity.reference.reason !== undefined) {
    terminal.problem(`warning: nothing was compared: ${parity.reference.reason}`);
  }
  for (const { artifact, runtime, status, reason } of parity.runs) {
    if (status === "error") terminal.problem(`warning: ${artifact} was not compared: ${runtime}: ${reason}`);
  }
}
