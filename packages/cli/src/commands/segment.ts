/** `linknet segment`: pictures to the classes of their pixels. */
import { checkOutputs, withReadFiles } from "@linknet-kit/base/files";
import { LARGEST_OPTIONS } from "@linknet-kit/core";
import { findRuntime } from "@linknet-kit/runtimes";
import {
  type SegmentOptions,
  type Segmentation,
  chooseRuntime,
  guessLabels,
  openLabeller,
  readLabels,
  segmentPictures,
  segmentationNames,
  segmentationOutputs,
  writeSegmentation,
} from "@linknet-kit/segment";
import { parseSize } from "@linknet-kit/sources";
import { Argument, Option } from "commander";
import {
  classesOption,
  colours,
  meanColours,
  networkNames,
  nonNegativeNumbers,
  numberOption,
  positiveNumbers,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { fitted } from "../helpText.js";
import { addForce, outputRule } from "../outputs.js";
import { withProgress } from "../progress.js";
import { type WrittenPicture, describeSegmentation, renderSegmentation } from "../renderSegmentation.js";
import { runtimeTable } from "../runtimeTable.js";
import { checkThreads } from "../threads.js";
import { PicturesFailedError, type SegmentFlags, checkSegmentFlags } from "../segmentFlags.js";

const EXAMPLES = `
Examples:
  linknet segment street.jpg                                   street.overlay.png and street.labels.png in this folder
  linknet segment photos/*.png -o labelled --json
  linknet segment street.jpg --network runs/linknet            the folder that linknet train wrote
  linknet segment street.jpg --network model.onnx --labels cityscapes --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
  linknet segment street.jpg --network enet --weights enet.pth --labels labels.json

Unless told otherwise it runs the LinkNet that comes with it, which is trained on generated street scenes with the classes of CamVid: it
shows how pictures are labelled, and is no judge of photographs. A file of labels is [{ "name": "road", "colour": [128, 64, 128] }, ...] in
the order of the network's classes. Networks that take any size see as many pixels as they were trained with, in the proportions of the picture.`;

export const addSegment: AddCommand = (program, context) => {
  addForce(
    program.command("segment").description("labels the pixels of pictures: an overlay to look at, and a map of labels"),
  )
    .addArgument(new Argument("<pictures...>", "PNG, JPEG, WebP, AVIF or GIF files"))
    .addOption(
      offer(
        new Option(
          "--network <network>",
          "the folder of a run, an .onnx file, a tfjs model.json, or a network with --weights (default: LinkNet of generated scenes)",
        ),
        networkNames,
      ),
    )
    .option("--weights <file>", "of a network by its name: safetensors, PyTorch, NumPy or ONNX")
    .addOption(classesOption())
    .addOption(
      numberOption("--width <factor>", "of a network by its name", positiveNumbers(LARGEST_OPTIONS.width), {
        usual: "1",
      }),
    )
    .addOption(
      offer(
        new Option("--labels <set>", "what its classes are: camvid, cityscapes or a FILE.json").default(
          undefined,
          "those that are as many",
        ),
        ["camvid", "cityscapes"],
      ),
    )
    .addOption(
      new Option("--mean <r,g,b>", "which colours from 0 to 1 are less by")
        .argParser(meanColours)
        .default(undefined, "that of the run, or 0"),
    )
    .addOption(
      new Option("--std <r,g,b>", "by which they are divided then").argParser(colours("--std")).default(undefined, "1"),
    )
    .option("--size <WxH>", "of the picture as the network sees it", parseSize)
    .addOption(
      offer(
        new Option("--runtime <name>", "what runs it (default: the first of the usual ones that is here)").argParser(
          (name) => findRuntime(name, runtimeTable),
        ),
        runtimeTable.map(({ name }) => name),
      ),
    )
    .addOption(numberOption("--threads <n>", "of the runtime", wholeNumbers(1, 1024), { usual: "its own choice" }))
    .addOption(numberOption("--opacity <x>", "of the colours over the picture", nonNegativeNumbers(1)).default(0.5))
    .option("--labels-size <WxH>", "of the map of labels (default: the picture's)", parseSize)
    .option("-o, --output <folder>", "where both files go, made where it is missing", ".")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action((pictures: readonly string[], flags: SegmentFlags) => segment([...new Set(pictures)], flags, context));
};

async function segment(pictures: readonly string[], flags: SegmentFlags, { terminal, signal }: Context): Promise<void> {
  checkSegmentFlags(flags);
  checkThreads(flags.threads);
  const names = segmentationNames(pictures);
  const { json = false, output } = flags;
  const done: WrittenPicture[] = [];
  const warnings: string[] = [];
  const warn = (text: string): void => {
    warnings.push(text);
    terminal.problem(`warning: ${text}`);
  };
  const failed: FailedPicture[] = [];
  await withProgress(terminal, { total: pictures.length }, async (progress) => {
    progress.at("reading the network");
    const { value: network, files } = await withReadFiles(async () => await openLabeller(flags.network, flags));
    const rule = { ...outputRule([...pictures, ...files, ...network.files, ...labelFiles(flags)], flags), signal };
    await checkOutputs(
      [...names.values()].flatMap((name) => segmentationOutputs(name, output)),
      rule,
    );
    if (network.warning !== undefined) warn(network.warning);
    const runtime = await chooseRuntime(network, { chosen: flags.runtime, table: runtimeTable, signal });
    const { mean, std, threads, opacity, labelsSize } = flags;
    const labels = flags.labels === undefined ? undefined : await readLabels(flags.labels);
    const options = {
      network,
      runtime,
      mean,
      std,
      threads,
      signal,
      labels,
      onRead: (path: string) => progress.at(`reading ${path}`),
      onRun: (path: string) => progress.at(`${path} on ${runtime.name}`),
    };
    await segmentPictures(pictures, options, async (outcome) => {
      if ("unreadable" in outcome) {
        if (pictures.length === 1) throw outcome.unreadable;
        const { code, message } = outcome.unreadable;
        failed.push({ picture: outcome.path, code, reason: message });
        terminal.problem(`error: ${message}`);
      } else {
        const { picture } = outcome;
        if (done.length === 0) for (const each of assumptions(outcome, { network, mean, labels })) warn(each);
        if (picture.isTransparent === true) warn(`${picture.file} is transparent, and is labelled as it is on white`);
        progress.at(`writing what became of ${picture.file}`);
        const name = names.get(picture.file);
        const written = await writeSegmentation(outcome, { folder: output, name, opacity, labelsSize, ...rule });
        const described = describeSegmentation(outcome, written);
        done.push(described);
        if (!json) terminal.out(renderSegmentation(described, { network: network.name, runtime: runtime.name }));
      }
      progress.done();
    });
    if (json) terminal.json({ network: network.name, runtime: runtime.name, warnings, pictures: done, failed });
  });
  if (failed.length > 0) throw new PicturesFailedError({ failed: failed.length, all: pictures.length });
}

/** As the document has it; nothing was written of it. */
interface FailedPicture {
  readonly picture: string;
  readonly code: string;
  readonly reason: string;
}

/** What nobody said, and so may be wrong. */
function assumptions(
  { scores }: Segmentation,
  { network, mean = network.mean, labels = network.labels }: Pick<SegmentOptions, "network" | "mean" | "labels">,
): readonly string[] {
  const { name } = network;
  const guessed = guessLabels(scores);
  const taken =
    guessed === undefined ? "so they have numbers" : `and they are taken for ${guessed.name}'s, which are as many`;
  return [
    ...(mean === undefined ? [`${name} has no mean with it, and none is taken from colours: --mean gives it`] : []),
    ...(labels === undefined ? [`${name} does not say what its classes are, ${taken}: --labels says it`] : []),
  ];
}

function labelFiles({ labels }: SegmentFlags): readonly string[] {
  return labels === undefined ? [] : [labels];
}
