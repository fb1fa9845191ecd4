/**
 * The accuracy file: how well networks label a data set, as `linknet evaluate` writes it. Fields are added, never renamed; a change that older
 * readers would misread raises `ACCURACY_VERSION`. Scores that have no denominator, or whose kind does not exist, are absent.
 */
import { z } from "zod";
import { listOf } from "../schema/lists.js";
import { amount, count } from "../schema/quantities.js";
import { countSchema, sizeSchema } from "../schema/schema.js";
import { confusionProblem } from "./confusionProblem.js";

export const ACCURACY_VERSION = 1;

/** More results, labels or pictures than any evaluation has. */
const MOST_RESULTS = 1000;
const MOST_LABELS = 256;
const MOST_TRIPLES = 100;
/** Of a picture in text; one of 480x480 pixels that could not be packed at all takes less. */
const MOST_PICTURE_TEXT = 2 ** 20;

const name = z.string().max(500);
const share = z.number().min(0).max(1);
const score = share.optional();

const labelScoreSchema = z.object({
  name,
  /** In truth. */
  pixels: count,
  iou: score,
  /** Of labels whose things the data set tells apart. */
  instanceIou: score,
  accuracy: score,
});

const accuracyScoresSchema = z.object({
  /** In truth, without those that are ignored. */
  pixels: count,
  pixelAccuracy: score,
  meanClassAccuracy: score,
  meanIou: score,
  meanInstanceIou: score,
  meanCategoryIou: score,
  meanCategoryInstanceIou: score,
  /** Of labels that are scored, in the order of the label set. */
  classes: listOf(labelScoreSchema, { least: 1, most: MOST_LABELS }),
  categories: listOf(labelScoreSchema, { most: MOST_LABELS }),
});

const confusionSchema = z.object({
  labels: listOf(z.object({ name, isIgnored: z.boolean() }), { least: 1, most: MOST_LABELS }),
  /** A row for each label of truth, a column for each that was predicted, in the order of `labels`. */
  pixels: listOf(listOf(count, { most: MOST_LABELS }), { most: MOST_LABELS }),
});

/** How predictions came to the size of the truth: as they are, labels by the nearest, or numbers of classes bilinearly before the largest is taken. */
const resizingSchema = z.enum(["none", "labels by nearest", "logits bilinearly"]);

const picture = z
  .string()
  .max(MOST_PICTURE_TEXT)
  .regex(/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/, "is no PNG in base64");

/** Pictures of one example; labels in the colours of the data set. */
const tripleSchema = z.object({ name, size: sizeSchema, image: picture, truth: picture, prediction: picture });

const accuracyResultSchema = z
  .object({
    network: name,
    /** Of a network's name or a run: a multiple of the channels that it was designed with. */
    width: amount.positive().optional(),
    /** What was evaluated, as the user named it, without folders. */
    artifact: name,
    /** Of its numbers. */
    dtype: name,
    /** Whether it gives a number a class or each pixel's class. */
    output: z.enum(["logits", "labels"]),
    runtime: name,
    runtimeVersion: name,
    device: name,
    /** Of its input; images are brought to it. */
    size: sizeSchema,
    /** Red, green and blue, 0 to 1, which images were less by. */
    mean: z.tuple([share, share, share]),
    resizing: resizingSchema,
    images: count.min(1),
    imagesWithInstances: count,
    /** Reading, running and scoring together: no latency. */
    imagesPerSecond: amount,
    /** Where the ops here express all of it. */
    cost: countSchema.optional(),
    scores: accuracyScoresSchema,
    confusion: confusionSchema,
    triples: listOf(tripleSchema, { most: MOST_TRIPLES }).optional(),
  })
  .superRefine((result, context) => {
    const problem = confusionProblem(result);
    if (problem !== undefined) context.addIssue({ code: "custom", path: ["scores"], message: problem });
  });

export const accuracyFileSchema = z.object({
  accuracyVersion: z.literal(ACCURACY_VERSION),
  createdAt: z.iso.datetime(),
  dataSet: z.object({
    /** Of its folder, without those above. */
    name,
    /** As recipes name label sets. */
    labels: z.enum(["camvid", "cityscapes"]),
    split: z.enum(["train", "val", "test"]),
    images: count.min(1),
    /** Whether they are scenes that were drawn, whatever their labels. */
    isGenerated: z.boolean().optional(),
  }),
  results: listOf(accuracyResultSchema, { least: 1, most: MOST_RESULTS }),
});

export type AccuracyFile = z.infer<typeof accuracyFileSchema>;
export type AccuracyResult = z.infer<typeof accuracyResultSchema>;
export type AccuracyScores = z.infer<typeof accuracyScoresSchema>;
export type LabelScore = z.infer<typeof labelScoreSchema>;
export type AccuracyTriple = z.infer<typeof tripleSchema>;
export type Resizing = z.infer<typeof resizingSchema>;
