/** `linknet scenes`: a data set of street scenes. */
import { counted } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import { SCENE_LAYOUTS, SPLITS, type SceneLayout, type Split, writeSceneFolder } from "@linknet-kit/data";
import { parseSize } from "@linknet-kit/sources";
import { Argument, Option } from "commander";
import { knownName, numberOption, positiveNumbers, wholeNumbers } from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { fitted } from "../helpText.js";
import { withProgress } from "../progress.js";

interface SceneFlags extends Readonly<Record<Split, number>> {
  readonly layout: SceneLayout;
  readonly size: Size;
  readonly fieldOfView?: number;
  readonly seed: number;
  readonly json?: boolean;
}

const MOST = 999_999;
const DEGREES = {
  ...positiveNumbers(),
  limits: "1 to 120",
  expected: "a number of degrees from 1 to 120",
  allows: (value: number) => value >= 1 && value <= 120,
};

const EXAMPLES = `
Examples:
  linknet scenes streets                     laid out as SegNet's CamVid is
  linknet scenes streets --size 160x96 --train 400 --val 50 --test 100
  linknet scenes cities --layout cityscapes --size 2048x1024

The same seed and size give the same scenes, and more of a split leave the
others as they are. Ctrl-C stops it; the same command then goes on. Networks
are tried out on scenes, and measured on photographs.`;

export const addScenes: AddCommand = (program, context) => {
  program
    .command("scenes")
    .description("labelled street scenes drawn from a seed, as a data set to train and evaluate with")
    .addArgument(new Argument("<folder>", "a new one, or one that the same command has begun"))
    .addOption(
      offer(
        new Option("--layout <name>", `how its files are laid out, ${SCENE_LAYOUTS.join(" or ")}`)
          .argParser(knownName("layout", SCENE_LAYOUTS))
          .default("camvid"),
        SCENE_LAYOUTS,
      ),
    )
    .addOption(
      new Option("--size <WxH>", "of each picture")
        .argParser(parseSize)
        .default({ width: 480, height: 360 }, "480x360"),
    )
    .addOption(
      numberOption("--field-of-view <degrees>", "across: how near things seem", DEGREES, { usual: "58 where 4 to 3" }),
    )
    .addOption(numberOption("--train <n>", "scenes to train with", wholeNumbers(0, MOST)).default(64))
    .addOption(numberOption("--val <n>", "scenes to choose weights with", wholeNumbers(0, MOST)).default(16))
    .addOption(numberOption("--test <n>", "scenes to evaluate with", wholeNumbers(0, MOST)).default(16))
    .addOption(numberOption("--seed <n>", "of the scenes", wholeNumbers(0)).default(1))
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action((folder: string, flags: SceneFlags) => drawScenes(folder, flags, context));
};

async function drawScenes(folder: string, flags: SceneFlags, { terminal, signal }: Context): Promise<void> {
  const { layout, size, fieldOfView, seed, json = false } = flags;
  const examples = Object.fromEntries(SPLITS.map((split) => [split, flags[split]])) as Record<Split, number>;
  const all = SPLITS.reduce((sum, split) => sum + examples[split], 0);
  const drawn = await withProgress(terminal, {}, async (progress) => {
    const onScene = (done: number, missing: number): void => {
      progress.setTotal(missing);
      if (done > 0) progress.done();
      progress.at(`scene ${all - missing + done + 1} of ${all}`);
    };
    return await writeSceneFolder(folder, layout, { size, fieldOfView, seed, examples, onScene, signal });
  }).catch((error: unknown) => {
    if (signal.aborted) terminal.note("what is drawn stays; the same command goes on from there");
    throw error;
  });
  if (json) {
    terminal.json({ folder, layout, size, fieldOfView, seed, examples, drawn });
    return;
  }
  const splits = SPLITS.map((split) => `${examples[split]} ${split}`).join(", ");
  terminal.out(`${folder}: ${counted(all, "scene")} of ${size.width}x${size.height}, ${splits}, laid out as ${layout}`);
  if (drawn < all) terminal.note(`${all - drawn} of them were there already`);
}
