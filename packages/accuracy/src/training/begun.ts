/** What a run was begun with, as its configuration keeps it: whoever goes on with it need not say it again. */
import { isDeepStrictEqual } from "node:util";
import { describeIssues, formatSize } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import { DamagedRunError, OtherTrainingError, type RunFolder } from "@linknet-kit/training";
import { z } from "zod";
import { goOnCommand } from "../errors.js";
import type { DecidedChoices, TrainingChoices } from "./choices.js";
import { FLAGS } from "./decide.js";
import { ratesCountEpochs } from "./kinds.js";

const amount = z.number().min(0);
const count = z.int().min(0);
const size = z.object({ width: count, height: count });
const named = <Shape extends z.core.$ZodShape>(shape: Shape) => z.strictObject({ name: z.string(), ...shape });

const schema = z.object({
  /** The folder of the images. */
  data: z.string(),
  choices: z.strictObject({
    network: z.string(),
    width: amount,
    size,
    batch: count,
    accumulate: count,
    epochs: count,
    seed: count,
    validates: z.boolean(),
    optimiser: named({
      rate: amount.optional(),
      momentum: amount.optional(),
      nesterov: z.boolean().optional(),
      weightDecay: amount.optional(),
      alpha: amount.optional(),
      centred: z.boolean().optional(),
      betas: z.tuple([amount, amount]).optional(),
      epsilon: amount.optional(),
    }),
    schedule: named({
      stepEpochs: count.optional(),
      factor: amount.optional(),
      power: amount.optional(),
      leastRate: amount.optional(),
    }),
    classWeights: named({ offset: amount.optional() }),
    augmentation: z
      .strictObject({
        flip: z.boolean().exactOptional(),
        scale: z.tuple([amount, amount]).exactOptional(),
        crop: size.exactOptional(),
      })
      .optional(),
    weights: z.string().optional(),
  }),
  /** Which images they are, in words that `imagesOf` gives. */
  settings: z.object({ data: z.object({ images: z.string() }) }),
});

export interface BegunRun {
  readonly folder: RunFolder;
  readonly data: string;
  readonly choices: DecidedChoices;
  readonly images: string;
}

/** Nothing where the run came to none, or is of a version that kept none of it. */
export function readBegun(folder: RunFolder): BegunRun | undefined {
  const { config } = folder;
  if (config?.["choices"] === undefined) return undefined;
  const { success, data: read, error } = schema.safeParse(config);
  if (!success) {
    const problem = `is no configuration of a training any more: ${describeIssues(error.issues).join("; ")}`;
    throw new DamagedRunError({ path: folder.path("config"), problem });
  }
  return { folder, data: read.data, choices: read.choices, images: read.settings.data.images };
}

/** The run's own choices; an `OtherTrainingError` that names the options which differ. How long it goes on may be chosen anew. */
export function choicesToGoOn({ folder, choices }: BegunRun, given: TrainingChoices): DecidedChoices {
  const { epochs = choices.epochs } = given;
  const differences = Object.entries(FLAGS).flatMap(([place, flag]) => {
    if (place === "epochs" && !ratesCountEpochs(choices)) return [];
    const [here, there] = [valueAt(given, place), valueAt(choices, place)];
    if (here === undefined || isDeepStrictEqual(here, there)) return [];
    if (typeof here === "boolean") return [`${flag} is given here and was not for the run`];
    const why = place === "epochs" ? `, and the rates of --schedule ${choices.schedule.name} end with it` : "";
    return [
      `${flag} is ${there === undefined ? "not given" : printed(there)} for the run and ${printed(here)} here${why}`,
    ];
  });
  if (differences.length === 0) return { ...choices, epochs };
  const hint = `leave such options out to go on: ${goOnCommand(folder.folder)}; or begin another run in another folder`;
  throw new OtherTrainingError({ path: folder.folder, differences, hint });
}

function valueAt(choices: TrainingChoices, place: string): unknown {
  return place
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], choices);
}

/** As it is typed. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? formatSize(value as Size) : `${value as string | number}`;
}
