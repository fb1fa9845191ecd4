/** One artifact on one runtime over a whole data set, an image after the other. */
import { timed } from "@linknet-kit/base";
import type { Tensor } from "@linknet-kit/core";
import { type DataSet, type Example, readExamples } from "@linknet-kit/data";
import { Evaluation } from "@linknet-kit/metrics";
import type { AccuracyResult, AccuracyTriple } from "@linknet-kit/results";
import { type Artifact, type Runtime, type ServedArtifact, serveArtifact } from "@linknet-kit/runtimes";
import {
  type Colours,
  type ImageInput,
  classesOf,
  feedPicture,
  imageInput,
  labelOutput,
} from "@linknet-kit/segment/picture";
import { type ImagePrediction, predictionOf } from "./predict.js";
import { spread, tripleOf } from "./triple.js";

export interface ArtifactEvaluation {
  readonly artifact: Artifact;
  /** What errors call it. */
  readonly called: string;
  readonly runtime: Runtime;
  readonly set: DataSet;
  readonly mean: Colours;
  readonly threads?: number | undefined;
  /** Of how many examples there are to be pictures. */
  readonly triples?: number | undefined;
  readonly onImage?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** All that a run over the data set tells. */
export type EvaluatedRun = Pick<
  AccuracyResult,
  | "output"
  | "runtimeVersion"
  | "device"
  | "size"
  | "resizing"
  | "images"
  | "imagesWithInstances"
  | "imagesPerSecond"
  | "scores"
  | "confusion"
  | "triples"
>;

/** Two examples are in memory at most: while the runtime labels one, the one before it is scored. */
export async function evaluateArtifact(options: ArtifactEvaluation): Promise<EvaluatedRun> {
  const { artifact, called, runtime, threads, signal } = options;
  const serving = { runtime, artifact, called, threads, signal };
  return await serveArtifact(serving, async (served) => await evaluateServed(served, options));
}

async function evaluateServed(served: ServedArtifact, options: ArtifactEvaluation): Promise<EvaluatedRun> {
  const { artifact, called, set, mean, onImage, signal } = options;
  const input = imageInput(called, artifact.inputs);
  const output = labelOutput(artifact);
  const scoring = new Scoring(options, input);
  const [, milliseconds] = await timed(async () => {
    let waiting: (() => void) | undefined;
    let done = 0;
    for await (const example of readExamples(set, { withInstances: true })) {
      signal?.throwIfAborted();
      const running = served.run(feedPicture(input, example.picture, { mean }));
      // Its failure is told below, after the example before it is scored.
      running.catch(() => undefined);
      waiting?.();
      const { outputs } = await running;
      waiting = () => {
        scoring.add(example, outputs[output]!);
        done += 1;
        onImage?.(done);
      };
    }
    waiting?.();
    signal?.throwIfAborted();
  });
  const { version: runtimeVersion, device } = served;
  return { runtimeVersion, device, size: input.size, ...scoring.result(milliseconds / 1000) };
}

class Scoring {
  readonly #evaluation: Evaluation;
  readonly #options: ArtifactEvaluation;
  readonly #input: ImageInput;
  readonly #pictured: ReadonlySet<number>;
  readonly #triples: AccuracyTriple[] = [];
  #last: ImagePrediction | undefined;

  constructor(options: ArtifactEvaluation, input: ImageInput) {
    this.#options = options;
    this.#input = input;
    this.#evaluation = new Evaluation(options.set.labels);
    this.#pictured = spread(options.triples ?? 0, options.set.examples.length);
  }

  add(example: Example, output: Tensor): void {
    const { labels } = this.#options.set;
    const { width, height, file: truthFile } = example.labels;
    const known = { network: this.#options.called, labels, input: this.#input };
    const prediction = predictionOf(output, { ...known, size: { width, height } });
    const classes = classesOf(labels);
    const ids = Object.fromEntries(classes.map(({ id }, channel) => [channel, id]));
    const file = `${known.network} of ${truthFile}`;
    const position = this.#evaluation.counts.pairs;
    this.#evaluation.add({
      truth: example.labels,
      instances: example.instances,
      prediction: { file, width, height, data: prediction.channels, ids },
    });
    if (this.#pictured.has(position)) this.#triples.push(tripleOf(example, prediction.channels, classes));
    // Images may be of several sizes, and only some of them the network's.
    if (this.#last === undefined || prediction.resizing !== "none") this.#last = prediction;
  }

  result(seconds: number) {
    const { labels } = this.#options.set;
    const { pairs, pairsWithInstances, confusion } = this.#evaluation.counts;
    const { pairs: _pairs, labelSet: _set, ...scores } = this.#evaluation.scores();
    const { output, resizing } = this.#last!;
    const names = labels.labels.map(({ name, isIgnored = false }) => ({ name, isIgnored }));
    const pixels = names.map((_name, row) => [...confusion.subarray(row * names.length, (row + 1) * names.length)]);
    return {
      output,
      resizing,
      images: pairs,
      imagesWithInstances: pairsWithInstances,
      imagesPerSecond: pairs / seconds,
      scores: { ...scores, classes: [...scores.classes], categories: [...scores.categories] },
      confusion: { labels: names, pixels },
      ...(this.#triples.length > 0 && { triples: this.#triples }),
    };
  }
}
