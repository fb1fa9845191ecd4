/** `linknet evaluate`: how well networks label a data set. */
import { systemClock } from "@linknet-kit/base";
import { checkOutputs } from "@linknet-kit/base/files";
import { LARGEST_OPTIONS, type Size } from "@linknet-kit/core";
import { SPLITS, type Split } from "@linknet-kit/data";
import { type EvaluationOptions, type EvaluateStep, evaluateModels } from "@linknet-kit/evaluate";
import { accuracyFileKind, writeAccuracyFile } from "@linknet-kit/results/files";
import { type Runtime, findRuntime } from "@linknet-kit/runtimes";
import { parseSize } from "@linknet-kit/sources";
import { Argument, Option } from "commander";
import {
  commaSeparated,
  knownName,
  meanColours,
  networkNames,
  numberOption,
  positiveNumbers,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, reading, ruleOf } from "../outputs.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { percent, renderAccuracy } from "../renderAccuracy.js";
import { runtimeTable } from "../runtimeTable.js";
import { checkThreads } from "../threads.js";
import type { Terminal } from "../terminal.js";

interface EvaluateFlags extends ForceFlag, Pick<EvaluationOptions, "mean" | "labels"> {
  readonly data: string;
  readonly split?: Split;
  readonly runtimes?: readonly Runtime[];
  readonly weights?: string;
  readonly width?: number;
  readonly size?: Size;
  readonly threads?: number;
  readonly triples?: number;
  readonly output?: string;
  readonly json?: boolean;
}

const MOST_THREADS = 1024;
const MOST_TRIPLES = 100;

const EXAMPLES = `
Examples:
  linknet evaluate runs/linknet --data CamVid -o accuracy.json      the folder that linknet train wrote
  linknet evaluate runs/linknet --data CamVid --runtimes onnxruntime-node,tfjs/wasm
  linknet evaluate model.onnx labels.onnx --data Cityscapes --split val --mean 0.41,0.42,0.4
  linknet evaluate enet --weights enet.safetensors --data CamVid --triples 4 -o accuracy.json

Scores are by the rules of Cityscapes: pixel accuracy, mean class accuracy, mean IoU, and iIoU where things are told apart.
Next: linknet report accuracy.json runs/linknet`;

const labelNames = ["camvid", "cityscapes"] as const;

export const addEvaluate: AddCommand = (program, { terminal, signal }) => {
  addForce(
    program
      .command("evaluate")
      .description("how well networks label the images of a data set: accuracies, IoU and iIoU"),
  )
    .addArgument(
      offer(
        new Argument("<models...>", "folders of runs, .onnx files, tfjs models, or networks with --weights"),
        networkNames,
      ),
    )
    .requiredOption("--data <folder>", "CamVid as SegNet's release has it, or Cityscapes")
    .addOption(
      offer(
        new Option("--split <name>", "train, val or test (default: test of CamVid, val of Cityscapes)").argParser(
          knownName("split", SPLITS),
        ),
        SPLITS,
      ),
    )
    .addOption(
      offer(
        new Option("--labels <set>", "camvid or cityscapes (default: as the folder is laid out)").argParser(
          knownName("set of labels", labelNames),
        ),
        labelNames,
      ),
    )
    .addOption(
      new Option("--mean <r,g,b>", "which colours from 0 to 1 are less by (default: that of the run, or 0)").argParser(
        meanColours,
      ),
    )
    .option("--weights <file>", "of a network by its name: safetensors, PyTorch, NumPy or ONNX")
    .addOption(
      numberOption("--width <factor>", "of a network by its name", positiveNumbers(LARGEST_OPTIONS.width), {
        usual: "1",
      }),
    )
    .option(
      "--size <WxH>",
      "to which images are brought (default: that of the run or the file, 640x360 of a network by its name)",
      parseSize,
    )
    .addOption(
      offer(
        new Option(
          "--runtimes <names>",
          "on these, each model on those that load it (default: onnxruntime-node/cpu, or tfjs/wasm)",
        ).argParser(commaSeparated((name) => findRuntime(name, runtimeTable))),
        runtimeTable.map(({ name }) => name),
      ),
    )
    .addOption(numberOption("--threads <n>", "of a runtime", wholeNumbers(1, MOST_THREADS), { usual: "every core" }))
    .addOption(
      numberOption(
        "--triples <n>",
        "keep pictures of so many images, truths and predictions, for reports",
        wholeNumbers(0, MOST_TRIPLES),
        {
          usual: "none",
        },
      ),
    )
    .option("-o, --output <file>", "the accuracy file, which linknet report reads")
    .option("--json", "the accuracy file on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (models: readonly string[], { output, json, force, ...flags }: EvaluateFlags) => {
      checkThreads(flags.threads);
      const outputs = output === undefined ? [] : [{ path: output, kind: accuracyFileKind }];
      let rule = await ruleOf([...models, flags.weights], { force });
      await checkOutputs(outputs, rule);
      const onFiles = async (files: readonly string[]): Promise<void> => {
        rule = reading(rule, files);
        await checkOutputs(outputs, rule);
      };
      const file = await withProgress(terminal, {}, async (progress) => {
        const onStep = telling(progress, terminal);
        return await evaluateModels({ ...flags, models: [...new Set(models)], onStep, onFiles, signal });
      });
      if (output !== undefined) {
        await writeAccuracyFile(output, file, { ...rule, signal });
        terminal.note(`wrote ${output}`);
      }
      if (flags.mean === undefined && file.results.some(({ mean }) => mean.every((share) => share === 0)))
        terminal.note("no mean was taken from images; give --mean where a model was trained with one");
      if (json === true) terminal.json(file);
      else terminal.out(renderAccuracy(file));
    });
};

/** Every image is an item; a line stays for each result. */
function telling(
  progress: ProgressLine,
  { note, problem }: Pick<Terminal, "note" | "problem">,
): (step: EvaluateStep) => void {
  let startedMs = systemClock.nowMs();
  return (step) => {
    switch (step.kind) {
      case "warning":
        problem(`warning: ${step.text}`);
        break;
      case "check":
        progress.at(`looking at the files of ${step.images} images`);
        break;
      case "start":
        progress.setTotal(step.pairs * step.images);
        break;
      case "run":
        startedMs = systemClock.nowMs();
        progress.at(`${step.artifact} on ${step.runtime}: loading`);
        break;
      case "image": {
        const perSecond = (1000 * step.done) / Math.max(1, systemClock.nowMs() - startedMs);
        progress.done();
        progress.at(`${step.artifact} on ${step.runtime}: ${perSecond.toPrecision(3)} images a second`);
        break;
      }
      case "result": {
        const { artifact, runtime, scores } = step.result;
        note(`${artifact} on ${runtime}: mean IoU ${percent(scores.meanIou)} %`);
      }
    }
  };
}
