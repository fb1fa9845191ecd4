/** The loss of segmentation: the mean of the negative logarithms of the shares that the right classes get, each pixel by the weight of its class. */
import { castTensor, floatTensor, printType } from "../tensor.js";
import type { Expression, Expressions } from "../gradient.js";
import type { Model } from "../weights.js";
import { NotDifferentiableError } from "./errors.js";
import { builderFor, finished, regrow } from "./regrow.js";
import { expressionsOn } from "./expressions.js";
import { type ComparedPixels, pixelsByTap } from "./pixelsByTap.js";

export interface CrossEntropy {
  /** The output that scores are, N x classes and any axes behind. */
  readonly logits: string;
  /** One for each class; 1 unless given. */
  readonly weights?: readonly number[];
  /** A label that counts nothing, as does any that is no class. */
  readonly ignore?: number;
}

/** The input that labels are, int64 and as the scores without the axis of classes, and the output that the loss is, unless they are taken. */
const LABELS = "labels";
const LOSS = "loss";

export interface WithLoss {
  readonly model: Model;
  readonly labels: string;
  readonly loss: string;
}

/** The model with its loss as a further output. It is 0 where every pixel is ignored. */
export function withCrossEntropy(model: Model, { logits, weights, ignore }: CrossEntropy): WithLoss {
  const { graph } = model;
  const scores = graph.outputs.find(({ name }) => name === logits);
  if (scores === undefined) {
    const hint = `there are ${graph.outputs.map(({ name }) => name).join(", ")}`;
    throw new NotDifferentiableError({ problem: `the graph has no output "${logits}"`, hint });
  }
  const [batch, classes, ...sides] = scores.type.shape;
  if (batch === undefined || classes === undefined || (weights !== undefined && weights.length !== classes)) {
    const problem = `${printType(scores.type)} are no scores${weights === undefined ? "" : ` of ${weights.length} classes`}`;
    throw new NotDifferentiableError({ problem });
  }
  const strange = weights?.find((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (strange !== undefined) {
    throw new NotDifferentiableError({
      problem: `a class has the weight ${strange}, expected a finite number of 0 or more`,
    });
  }
  const builder = builderFor(graph);
  const regrown = regrow(model, builder);
  const [labels, loss] = [builder.freeName(LABELS), builder.freeName(LOSS)];
  const g = expressionsOn(builder);
  const truth = builder.input(labels, { dtype: "int64", shape: [batch, ...sides] });
  const each = Array.from({ length: classes }, (_, label) => (label === ignore ? 0 : (weights?.[label] ?? 1)));
  const value = builder.scope("crossEntropy", () => {
    const compared = pixelsByTap(g, { graph, scores, grown: regrown.grown }, truth);
    return lossOf(g, compared, each);
  });
  return { model: finished(graph, regrown, new Map([[loss, value]])), labels, loss };
}

function lossOf(g: Expressions, { scores, truth }: ComparedPixels, weights: readonly number[]): Expression {
  const { dtype, shape } = scores.type;
  const labels = g.reshape(truth, shape.with(1, 1));
  const isClass = g.and(g.greater(labels, -1), g.less(labels, weights.length));
  const classes = g.where(isClass, labels, 0);
  const ofClass = g.constant(castTensor(floatTensor([weights.length], weights), dtype));
  const ofPixel = g.where(isClass, g.gather(ofClass, classes, 0), 0);
  // Of each pixel, as the logarithm of a share is a difference of scores: the sums of all pixels may be too long for what is left.
  const losses = g.mul(ofPixel, g.softmaxCrossEntropy(scores, classes));
  const all = [...shape.keys()];
  const [total, sum] = [ofPixel, losses].map((values) => g.reshape(g.sum(values, all), []));
  return g.div(sum!, g.where(g.equal(total!, 0), 1, total!));
}
