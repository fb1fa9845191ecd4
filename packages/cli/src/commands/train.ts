/** `linknet train`: a network from a folder of labelled images, in a folder from which it goes on after whatever stopped it. */
import { isDeepStrictEqual } from "node:util";
import {
  type Best,
  InvalidChoiceError,
  TRAINING_RUNTIMES,
  type TrainedFolder,
  type TrainingEvent,
  type TrainingPlan,
  type TrainingRuntime,
  exportStep,
  trainFolder,
} from "@linknet-kit/accuracy";
import { counted, formatQuantity, formatSize, shellWord } from "@linknet-kit/base";
import { describeImages } from "@linknet-kit/metrics";
import { Argument, Option } from "commander";
import { knownName, numberOption, positiveNumbers, wholeNumbers } from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { significant } from "../figures.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, outputRule } from "../outputs.js";
import type { Line } from "../line.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { type TrainFlags, addTrainingOptions, trainingChoices } from "../trainFlags.js";
import type { Terminal } from "../terminal.js";
import { checkThreads } from "../threads.js";

interface RunFlags extends TrainFlags, ForceFlag {
  readonly exportStep?: string;
  readonly output: string;
  readonly resume?: boolean;
  readonly saveEvery: number;
  readonly runtime?: TrainingRuntime;
  readonly threads?: number;
  readonly json?: boolean;
}

/** A step of a large network, and what it takes to write all of it. */
const TIME_TO_STOP_MS = 600_000;

const STOPPING = "stopping, and writes where it stands; again ends at once, with what was written before";
const STOPPING_EARLY = "stopping before the first step; again ends at once";

const EXAMPLES = `
Examples:
  linknet train CamVid -o runs/linknet                 the paper's settings, on SegNet's release, the authors' own, or Cityscapes
  linknet train CamVid --size 480x360 --batch 2 --accumulate 4 --epochs 300 --flip
  linknet train cityscapes --size 1024x512 --weights resnet18.pth      an encoder that was trained on ImageNet
  linknet train cityscapes --size 1024x512 --crop 512x512 --scale 1,2 --flip
  linknet train scenes --network enet --width 0.5 --optimiser adam --lr 5e-4 --schedule polynomial
  linknet train CamVid --export-step step/linknet.onnx          for an engine elsewhere, see docs/training.md
  linknet train --resume -o runs/linknet               goes on where it was stopped, or killed: with the same numbers

All files are looked at before it starts. Ctrl-C ends it after the present steps and writes where it stands; once more ends it at once. The folder has the best weights (by mean IoU
of the val split) and the last, a checkpoint, curves.svg, metrics.jsonl, and recipe.json, which says what the network must be built and fed as.`;

export const addTrain: AddCommand = (program, context) => {
  addForce(
    addTrainingOptions(
      program
        .command("train")
        .description("a network on a folder of labelled images, on the processor or a GPU")
        .addArgument(
          new Argument(
            "[folder]",
            "CamVid or Cityscapes, as their releases lay them out; a run that goes on knows its own",
          ),
        ),
    ),
  )
    .option("-o, --output <folder>", "of the run, made where it is missing", "run")
    .option("--resume", "go on with the run of that folder, with its own options; it begins where there is none")
    .addOption(
      numberOption("--save-every <minutes>", "write a checkpoint, besides after each epoch", positiveNumbers()).default(
        10,
      ),
    )
    .addOption(
      offer(
        new Option("--runtime <name>", `what trains: ${TRAINING_RUNTIMES.join(", ")}`)
          .argParser(knownName("runtime that trains", TRAINING_RUNTIMES))
          .default("onnxruntime-node/cpu"),
        TRAINING_RUNTIMES,
      ),
    )
    .addOption(numberOption("--threads <n>", "of ONNX Runtime", wholeNumbers(1, 1024), { usual: "all cores" }))
    .addOption(
      new Option(
        "--export-step <file.onnx>",
        "train nothing, and write the step with all that an engine elsewhere needs to train",
      ).conflicts(["resume"]),
    )
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (data: string | undefined, flags: RunFlags) => {
      if (flags.exportStep === undefined) await trainHere(data, flags, context);
      else await exportHere(data, flags.exportStep, { ...context, flags });
    });
};

async function trainHere(
  data: string | undefined,
  flags: RunFlags,
  { terminal, signal, mayTakeToStop }: Context,
): Promise<void> {
  const { output, resume, saveEvery: saveEveryMinutes, runtime, threads } = flags;
  checkThreads(threads);
  mayTakeToStop?.(TIME_TO_STOP_MS);
  const trained = await withProgress(terminal, {}, async (progress) => {
    progress.at(`opening ${data ?? output}`);
    const telling = tellerOf(terminal, progress);
    let isTraining = false;
    signal.addEventListener("abort", () => terminal.note(isTraining ? STOPPING : STOPPING_EARLY), { once: true });
    const onEvent = (event: TrainingEvent): void => {
      if (event.kind === "start") isTraining = true;
      telling(event);
    };
    const choices = trainingChoices(flags);
    return await trainFolder({ data, output, choices, resume, saveEveryMinutes, runtime, threads, signal, onEvent });
  });
  const { best, recipe, metrics } = trained;
  const epochs = metrics.filter(({ kind }) => kind === "epoch");
  if (flags.json === true) return terminal.json({ folder: output, recipe, best, epochs });
  if (best !== undefined) terminal.out(`${output}: the best weights have ${describeBest(best)}`);
  terminal.note(nextCommands(output, trained));
}

function describeBest({ metric, value, epoch }: Best): string {
  const measured = metric === "meanIou" ? `mean IoU ${percent(value)}` : `${metric} ${significant(value)}`;
  return `${measured}, of epoch ${epoch + 1}`;
}

function describeLost(best: Best): string {
  return `warning: the best weights so far are gone, best.safetensors with ${describeBest(best)}: what is called the best are those of the epochs to come`;
}

/** With which a run is used. */
function nextCommands(output: string, { data, recipe, best }: TrainedFolder): readonly Line[] {
  const run = shellWord(output);
  return [
    { row: ["next:"] },
    { row: [`  linknet evaluate ${run} --data ${shellWord(data)}`] },
    { row: [`  linknet segment PICTURE --network ${run}`] },
    { row: [`  linknet report ${run}`] },
    {
      row: [
        `  linknet export ${describeNetwork(recipe)} --weights ${run}/${best === undefined ? "last" : "best"}.safetensors`,
      ],
    },
  ];
}

/** As commands that build it take it. */
function describeNetwork({ network, width, size, channels }: TrainedFolder["recipe"]): string {
  return `${network} --width ${width} --size ${formatSize(size)} --classes ${channels}`;
}

/** The files of the step; those that are there are replaced where they were written so. */
async function exportHere(
  data: string | undefined,
  path: string,
  { flags, terminal, signal }: Context & { readonly flags: RunFlags },
): Promise<void> {
  if (data === undefined) {
    const hint = `linknet train FOLDER --export-step ${shellWord(path)}`;
    throw new InvalidChoiceError({ problem: "which images to train with is not given", hint });
  }
  const files = await withProgress(terminal, {}, async (progress) => {
    progress.at(`opening ${data}`);
    const onFile = (done: number, all: number) => progress.at(`looking at images and labels, ${done} of ${all}`);
    const rule = outputRule(flags.weights === undefined ? [] : [flags.weights], flags);
    return await exportStep({ data, choices: trainingChoices(flags), path, rule, onFile, signal });
  });
  if (flags.json === true) terminal.json({ files });
  else terminal.out(files.map((file) => ({ row: [file] })));
}

/** A line an epoch; in between, where it stands. */
function tellerOf(terminal: Terminal, progress: ProgressLine): (event: TrainingEvent) => void {
  let [updatesPerEpoch, epochs, best] = [1, 1, Number.NEGATIVE_INFINITY];
  let more = "";
  return (event) => {
    switch (event.kind) {
      case "begin": {
        const { plan, told } = event;
        [updatesPerEpoch, epochs] = [plan.updatesPerEpoch, plan.choices.epochs];
        more = plan.endsWithEpochs
          ? `, and the rates of --schedule ${plan.choices.schedule.name} end there: more are another run, with last.safetensors of this one for its --weights`
          : "; --epochs wants more";
        terminal.note(describePlan(event));
        if (told !== undefined) terminal.note(told);
        break;
      }
      case "build":
        progress.at("building the network and its step");
        break;
      case "load":
        progress.at("loading the step into ONNX Runtime");
        break;
      case "start":
        progress.at("the first step");
        if (event.epoch >= epochs) terminal.note(`all of its ${counted(epochs, "epoch")} are done${more}`);
        else if (event.updates > 0) terminal.note(`goes on after update ${event.updates}, in epoch ${event.epoch + 1}`);
        if (event.lostBest !== undefined) terminal.problem(describeLost(event.lostBest));
        if (event.best?.metric === "meanIou") best = event.best.value;
        break;
      case "untold":
        terminal.problem(
          `warning: ${event.path} does not say what images and labels held when the run began, so that nothing tells whether they are the same`,
        );
        break;
      case "file":
        progress.at(`looking at images and labels, ${event.done} of ${event.all}`);
        break;
      case "update": {
        const { epoch, update, loss, imagesPerSecond, leftSeconds } = event;
        progress.expect(leftSeconds);
        const number = update - epoch * updatesPerEpoch;
        progress.at(
          `epoch ${epoch + 1}/${epochs}, update ${number}/${updatesPerEpoch}, loss ${significant(loss)}${describeSpeed(imagesPerSecond)}`,
        );
        break;
      }
      case "validate":
        progress.at(`epoch ${event.epoch + 1}/${epochs}, validating, ${event.done} of ${event.all}`);
        break;
      case "epoch": {
        const { epoch, values, imagesPerSecond } = event;
        const { loss, meanIou } = values;
        const isBest = meanIou !== undefined && meanIou > best;
        if (isBest) best = meanIou;
        const measured =
          meanIou === undefined ? "" : `, validation IoU ${percent(meanIou)}${isBest ? ", the best" : ""}`;
        terminal.note(
          `epoch ${epoch + 1}/${epochs}: ${loss === undefined ? "no labelled pixel" : `loss ${significant(loss)}`}${measured}${describeSpeed(imagesPerSecond)}`,
        );
      }
    }
  };
}

/** Nothing before the first update of a run that goes on. */
function describeSpeed(imagesPerSecond: number): string {
  return imagesPerSecond === 0 ? "" : `, ${significant(imagesPerSecond)} images/s`;
}

function describePlan({ plan }: Extract<TrainingEvent, { kind: "begin" }>): readonly string[] {
  const { recipe, data, batches, updatesPerEpoch, stepSize, optimiser, choices } = plan;
  const { train, validation } = data;
  const images = describeImages(train.examples.length, train);
  const others = validation === undefined ? "" : `, validated on ${validation.examples.length}`;
  const parts = isDeepStrictEqual(stepSize, recipe.size) ? "" : `, in parts of ${formatSize(stepSize)},`;
  const rest = train.examples.length % batches.batchSize;
  const leftOut = rest === 0 ? "" : ` (${formatQuantity(rest, "image")} left out of each epoch, others every time)`;
  return [
    `${recipe.network} of width ${recipe.width} at ${formatSize(recipe.size)}${parts} on ${images}${others}`,
    `${formatQuantity(updatesPerEpoch, "update")} an epoch${describeSteps(plan)}, batches of ${batches.batchSize}${leftOut}, ${choices.optimiser.name} with rate ${optimiser.rate}`,
  ];
}

/** An epoch's last update is made of what is left. */
function describeSteps({ choices: { accumulate }, stepsPerEpoch }: TrainingPlan): string {
  if (accumulate === 1) return "";
  if (stepsPerEpoch <= accumulate) return ` in ${counted(stepsPerEpoch, "step")}`;
  const rest = stepsPerEpoch % accumulate;
  return ` in ${accumulate} steps each${rest === 0 ? "" : `, the last in ${rest}`}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
