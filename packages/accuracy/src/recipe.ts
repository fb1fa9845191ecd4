/** What a trained network must be built and fed as: beside its weights, all that whoever uses them has to know. */
import { describeIssues } from "@linknet-kit/base";
import { type Graph, LARGEST_OPTIONS } from "@linknet-kit/core";
import { LABEL_SETS, type LabelSet, type LabelSetName, channelCount } from "@linknet-kit/metrics";
import { buildNetwork, networks } from "@linknet-kit/models";
import { z } from "zod";
import { InvalidRecipeError } from "./errors.js";

const side = z.int().min(1).max(LARGEST_OPTIONS.side);
const share = z.number().min(0).max(1);

const recipeSchema = z
  .object({
    version: z.literal(1),
    network: z.string().refine((name) => networks.some((each) => each.name === name), {
      error: ({ input }) => `network "${String(input)}" is none that is known here`,
    }),
    /** Multiplies the channels of inner layers. */
    width: z.number().positive().max(LARGEST_OPTIONS.width),
    /** To which images are brought before they are fed, or before parts of them are trained with. */
    size: z.object({ width: side, height: side }),
    labels: z.enum(["camvid", "cityscapes"] satisfies LabelSetName[]),
    /** Of the output: one for each label that is scored, and the last for all others. */
    channels: z.int().min(1).max(LARGEST_OPTIONS.classes),
    /** Red, green and blue, 0 to 1, which images are less by. */
    mean: z.tuple([share, share, share]),
  })
  .refine(({ labels, channels }) => channels === channelCount(LABEL_SETS[labels]), {
    error: ({ input }) => {
      const { labels, channels } = input as { labels: LabelSetName; channels: number };
      return `channels is ${channels}, but ${labels} has ${channelCount(LABEL_SETS[labels])}`;
    },
  });

export type Recipe = z.infer<typeof recipeSchema>;

/** Of the text of a `recipe.json`; an `InvalidRecipeError` that says what is wrong with it. */
export function parseRecipe(file: string, text: string): Recipe {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidRecipeError({ file, problems: ["it is no JSON"], cause });
  }
  const { success, data, error } = recipeSchema.safeParse(json);
  if (!success) throw new InvalidRecipeError({ file, problems: describeIssues(error.issues) });
  return data;
}

export function printRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, undefined, 2)}\n`;
}

/** What the channels of the network stand for, in their order but for labels that are not scored. */
export function labelSetOf({ labels }: Pick<Recipe, "labels">): LabelSet {
  return LABEL_SETS[labels];
}

/** What recipes call a label set. */
export function labelSetName(set: LabelSet): LabelSetName {
  const [name] = Object.entries(LABEL_SETS).find(([, each]) => each === set) ?? [];
  if (name === undefined) throw new Error(`recipes have no name for ${set.name}`);
  return name as LabelSetName;
}

/** The network without weights, for one image. */
export function recipeNetwork({ network, width, size, channels }: Omit<Recipe, "mean">): Graph {
  return buildNetwork(network, { size, classes: channels, width, batch: 1 });
}
