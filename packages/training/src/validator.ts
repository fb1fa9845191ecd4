/** How well weights label images that they were not trained on: the network as it is used, with norms by their running statistics. */
import {
  type Graph,
  type Model,
  type Tensor,
  type Value,
  type Weights,
  argMax,
  cast,
  castTensor,
  extendModel,
  feedParameters,
  withCrossEntropy,
} from "@linknet-kit/core";
import { Evaluation, type LabelSet } from "@linknet-kit/metrics";
import { type TrainingBatch, describeBatch, isLabelled } from "./batches.js";
import { checkBatch, checkedImage, checkedLabels } from "./checkedBatch.js";
import { InvalidTrainingError, NotFiniteValidationError } from "./errors.js";
import { firstNotFinite } from "./firstNotFinite.js";
import {
  type OpenSession,
  type SessionOptions,
  type Values,
  checkSinglePrecision,
  encodeForSession,
  openSession,
} from "./session.js";
import { type TrainingGraphOptions, checkedNetwork } from "./trainingGraph.js";

export type ValidatorOptions = Pick<TrainingGraphOptions, "classWeights" | "ignore"> & SessionOptions;

/** By the names that `train` takes from `validate`; scores without a denominator are left out. */
export type Validation = Readonly<Record<string, number>>;

interface Opened {
  readonly graph: Graph;
  /** With the loss, as the session has it. */
  readonly measured: Graph;
  readonly bytes: Uint8Array;
  readonly image: Value;
  readonly labels: Value;
  readonly classes: number;
  readonly ignore: number | undefined;
  readonly loss: string;
  readonly predicted: string;
  readonly session: OpenSession;
}

/** `validate: (weights) => validator.validate(weights, batches())` */
export class Validator {
  readonly #opened: Opened;

  private constructor(opened: Opened) {
    this.#opened = opened;
  }

  static async open(network: Model, options: ValidatorOptions): Promise<Validator> {
    const { classWeights, ignore } = options;
    checkSinglePrecision(network.graph);
    const { image, logits } = checkedNetwork(network);
    const choices = { ...(classWeights && { weights: classWeights }), ...(ignore !== undefined && { ignore }) };
    const measured = withCrossEntropy(network, { logits: logits.name, ...choices });
    const { model, outputs } = extendModel(measured.model, "validation", ({ value }) => {
      const classes = argMax({ axis: 1, keepDims: false })(value(logits.name));
      return new Map([[PREDICTED, cast({ to: "int32" })(classes)]]);
    });
    const fed = feedParameters(
      model,
      network.graph.parameters.map(({ name }) => name),
    );
    const predicted = outputs.get(PREDICTED)!;
    const read = fed.graph.outputs.filter(({ name }) => name === predicted || name === measured.loss);
    const graph = { ...fed.graph, outputs: read };
    const bytes = encodeForSession({ ...fed, graph }, options);
    const labels = fed.graph.inputs.find(({ name }) => name === measured.labels)!;
    const session = await openSession(bytes, options);
    const known = { graph: network.graph, image, labels, classes: logits.type.shape[1]!, ignore };
    return new Validator({ ...known, measured: graph, bytes, loss: measured.loss, predicted, session });
  }

  /**
   * `validationLoss`, the mean of the batches with labelled pixels, and `pixelAccuracy` and `meanIou` of all pixels, which metrics defines. A
   * `NotFiniteValidationError` at the first batch whose loss is no finite number.
   */
  async validate(
    weights: Weights,
    batches: AsyncIterable<TrainingBatch> | Iterable<TrainingBatch>,
  ): Promise<Validation> {
    const { graph, image, labels, loss, predicted, session, ...known } = this.#opened;
    const evaluation = new Evaluation(labelSet(known));
    const parameters = graph.parameters.map((each): [string, Tensor] => [each.name, weights.get(each)]);
    const losses: number[] = [];
    let count = 0;
    for await (const batch of batches) {
      checkBatch(batch);
      const truth = checkedLabels({ labels, ...known }, batch);
      const given = [[image.name, checkedImage({ image }, batch)] as const, [labels.name, truth] as const];
      const feeds = new Map([...parameters, ...given]);
      const results = await session.run(feeds);
      const file = describeBatch(batch, count++);
      const value = Number(results.get(loss)!.data[0]);
      if (!Number.isFinite(value)) throw await this.#notFinite(file, value, feeds);
      evaluation.add({
        truth: mapOf(`labels of ${file}`, castTensor(truth, "int32")),
        prediction: mapOf(file, results.get(predicted)!),
      });
      if (isLabelled(batch, known.ignore)) losses.push(value);
    }
    if (count === 0) throw new InvalidTrainingError({ problem: "there are no batches to validate with" });
    const { pixelAccuracy, meanIou } = evaluation.scores();
    return {
      ...(losses.length > 0 && { validationLoss: losses.reduce((sum, each) => sum + each, 0) / losses.length }),
      ...(pixelAccuracy !== undefined && { pixelAccuracy }),
      ...(meanIou !== undefined && { meanIou }),
    };
  }

  async #notFinite(file: string, loss: number, feeds: Values): Promise<NotFiniteValidationError> {
    const { measured, bytes } = this.#opened;
    const where = await firstNotFinite({ graph: measured, bytes, feeds });
    return new NotFiniteValidationError({ what: `${file} has the loss ${loss}: ${where}` });
  }

  async close(): Promise<void> {
    await this.#opened.session.release();
  }
}

const PREDICTED = "predicted";

/** A class that is ignored is no label that could be found, one beside the classes no label at all. */
function labelSet({ classes, ignore }: Pick<Opened, "classes" | "ignore">): LabelSet {
  const labels = Array.from({ length: classes }, (_, id) => ({ name: `class ${id}`, id, isIgnored: id === ignore }));
  const ignoredTruth = ignore === undefined || ignore < classes ? [] : [ignore];
  return { name: "classes", labels, ignoredTruth };
}

/** The images of a batch one below the other. */
function mapOf(file: string, { shape, data }: Tensor) {
  const width = shape.at(-1) ?? 1;
  return { file, width, height: data.length / width, data: data as Int32Array };
}
