import {
  type NameMap,
  type Tensor,
  GraphBuilder,
  batchNorm,
  castTensor,
  conv2d,
  float32,
  floatTensor,
  initialWeights,
  intTensor,
  named,
  sequence,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { WeightsMismatchError } from "./errors.js";
import { matchWeights } from "./matchWeights.js";

const builder = new GraphBuilder("net");
const image = builder.input("x", float32(1, 3, 4, 4));
const graph = builder.build({
  y: sequence(
    named("first", sequence(conv2d({ filters: 2, kernel: 1, bias: false }), batchNorm())),
    named("last", conv2d({ filters: 1, kernel: 3 })),
  )(image),
});

/** The first layer as others call it. */
const elsewhere: NameMap = {
  source: "another framework",
  parameters: new Map([
    ["conv1.weight", "first/conv2d/weight"],
    ["bn1.weight", "first/batchNorm/scale"],
    ["bn1.bias", "first/batchNorm/bias"],
    ["bn1.running_mean", "first/batchNorm/mean"],
    ["bn1.running_var", "first/batchNorm/variance"],
  ]),
  isIgnored: (name) => name.endsWith(".num_batches_tracked"),
};

/** A tensor for every parameter, filled with its number; more and other ones as given, and none where it is `undefined`. */
function own(changes: Readonly<Record<string, Tensor | undefined>> = {}): Map<string, Tensor> {
  const all = graph.parameters.map(({ name, type: { shape } }, index): [string, Tensor] => {
    const tensor = floatTensor(shape);
    return [name, { ...tensor, data: tensor.data.fill(index) }];
  });
  const changed = Object.entries({ ...Object.fromEntries(all), ...changes });
  return new Map(changed.flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, tensor]])));
}

function theirs(prefix = ""): Map<string, Tensor> {
  const shapes = { "conv1.weight": [2, 3, 1, 1], "bn1.weight": [2], "bn1.bias": [2] };
  const tensors = Object.entries({ ...shapes, "bn1.running_mean": [2], "bn1.running_var": [2] });
  return new Map([
    ...tensors.map(([name, shape]): [string, Tensor] => [`${prefix}${name}`, filled(shape)]),
    [`${prefix}bn1.num_batches_tracked`, intTensor([], [9])],
  ]);
}

function filled(shape: readonly number[]): Tensor {
  const tensor = floatTensor(shape);
  return { ...tensor, data: tensor.data.fill(5) };
}

function differencesOf(match: () => unknown): WeightsMismatchError {
  try {
    match();
  } catch (error) {
    if (error instanceof WeightsMismatchError) return error;
    throw error;
  }
  throw new Error("the weights were taken");
}

describe("The network's own names", () => {
  test("give each parameter its tensor", () => {
    const { weights, source, missing } = matchWeights(graph, own());
    expect(graph.parameters.map((parameter) => weights.get(parameter).data[0])).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect({ source, missing }).toEqual({ source: "linknet-kit's names", missing: [] });
  });

  test("may stand below a module's", () => {
    const below = new Map([...own()].map(([name, tensor]) => [`model.net.${name}`, tensor]));
    expect(matchWeights(graph, below).weights.get(graph.parameters[6]!).data[0]).toBe(6);
  });

  test("give float32 where the file has float16", () => {
    const half = castTensor(floatTensor([1], [0.1]), "float16");
    const bias = graph.parameters.find(({ name }) => name === "last/conv2d/bias")!;
    const { weights } = matchWeights(graph, own({ [bias.name]: half }));
    expect(weights.get(bias)).toEqual(floatTensor([1], [0.0999755859375]));
  });
});

describe("Names of elsewhere", () => {
  const fallback = initialWeights(1);

  test.each(["", "encoder.", "module.backbone.resnet."])("are understood below %o", (prefix) => {
    const matched = matchWeights(graph, theirs(prefix), { nameMaps: [elsewhere], fallback });
    expect(matched.source).toBe("another framework");
    expect(matched.missing).toEqual(["last/conv2d/weight", "last/conv2d/bias"]);
    const [weight, last] = [graph.parameters[0]!, graph.parameters[5]!];
    expect([...matched.weights.get(weight).data]).toEqual([5, 5, 5, 5, 5, 5]);
    expect(matched.weights.get(last)).toEqual(fallback.get(last));
  });

  test("leave parameters missing, which is an error where nothing stands in", () => {
    const { differences, hint } = differencesOf(() => matchWeights(graph, theirs(), { nameMaps: [elsewhere] }));
    expect(differences).toEqual({
      mismatched: [],
      missing: ["last/conv2d/weight", "last/conv2d/bias"],
      unexpected: [],
    });
    expect(hint).toContain("--allow-missing");
  });

  test("are taken with one prefix only: what stands beside it is unexpected", () => {
    const tensors = new Map([...theirs("encoder."), ["decoder.conv1.weight", filled([2, 3, 1, 1])]]);
    const { differences } = differencesOf(() => matchWeights(graph, tensors, { nameMaps: [elsewhere], fallback }));
    expect(differences.unexpected).toEqual(["decoder.conv1.weight"]);
  });

  test("do not stand in the way of the network's own", () => {
    expect(matchWeights(graph, own(), { nameMaps: [elsewhere] }).source).toBe("linknet-kit's names");
  });
});

describe("What a map says beside names", () => {
  const last = { "last.weight": "last/conv2d/weight", "last.bias": "last/conv2d/bias" };
  const whole: NameMap = { ...elsewhere, parameters: new Map([...elsewhere.parameters, ...Object.entries(last)]) };
  const tensors = theirs("module.").set("module.last.weight", filled([1, 2, 3, 3]));
  const nameOf = (name: string) => graph.parameters.find((parameter) => parameter.name === name)!;

  test("a bias that is nothing there is 0, and nothing else is", () => {
    const isZero = (name: string) => name === "last/conv2d/bias";
    const { weights, prefix, missing } = matchWeights(graph, tensors, { nameMaps: [{ ...whole, isZero }] });
    expect({ prefix, missing }).toEqual({ prefix: "module.", missing: [] });
    expect(weights.get(nameOf("last/conv2d/bias"))).toEqual(floatTensor([1]));
    expect(weights.get(nameOf("last/conv2d/weight")).data[0]).toBe(5);
    expect(() => matchWeights(graph, tensors, { nameMaps: [whole] })).toThrow("1 missing");
  });

  test("what it adds is added", () => {
    const added = new Map([["first/batchNorm/variance", -0.5]]);
    const fallback = initialWeights(1);
    const { weights } = matchWeights(graph, tensors, { nameMaps: [{ ...whole, added }], fallback });
    expect(weights.get(nameOf("first/batchNorm/variance"))).toEqual(floatTensor([2], [4.5, 4.5]));
    expect(weights.get(nameOf("first/batchNorm/mean"))).toEqual(floatTensor([2], [5, 5]));
  });
});

test("Float64 is rounded to what the network has", () => {
  const double: Tensor = { dtype: "float64", shape: [1], data: Float64Array.of(0.1) };
  const { weights } = matchWeights(graph, own({ "last/conv2d/bias": double }));
  expect(weights.get(graph.parameters.at(-1)!)).toEqual(floatTensor([1], [0.1]));
});

test("Whole numbers are taken as they are: none is cut to fewer bits", () => {
  const counts = new GraphBuilder("counts");
  counts.parameter("shift", { type: { dtype: "int32", shape: [1] }, initial: { kind: "given" } });
  const integers = {
    ...counts.build({}),
    parameters: [{ name: "shift", type: { dtype: "int32", shape: [1] }, initial: { kind: "given" } }],
  } as const;
  const same: Tensor = { dtype: "int32", shape: [1], data: Int32Array.of(-7) };
  const { weights } = matchWeights(integers, new Map([["shift", same]]));
  expect(weights.get(integers.parameters[0])).toEqual(same);
  const wider = new Map([["shift", intTensor([1], [2n ** 40n])]]);
  expect(() => matchWeights(integers, wider)).toThrow('"shift" is int64[1], expected int32[1]');
});

test("What is left out is unknown to the network: what it has is never left out", () => {
  const isLeftOut = () => true;
  const more = own({ scales: floatTensor([4]), "last/conv2d/bias": floatTensor([2]) });
  const { differences } = differencesOf(() => matchWeights(graph, more, { isLeftOut }));
  expect(differences.unexpected).toEqual([]);
  expect(differences.mismatched).toHaveLength(1);
});

describe("Everything that does not fit is said at once", () => {
  const changes = {
    "first/conv2d/weight": floatTensor([2, 3, 3, 3]),
    "first/batchNorm/mean": intTensor([2]),
    "last/conv2d/bias": undefined,
    "last/conv2d/bais": floatTensor([1]),
    "epoch\u001b[0m": intTensor([]),
  };

  test("in the message, by kind", () => {
    expect(differencesOf(() => matchWeights(graph, own(changes))).message).toBe(
      [
        "the weights are not those of net (read as linknet-kit's names):",
        "  2 of another shape or type:",
        '    "first/conv2d/weight" is of shape 2x3x3x3, expected of shape 2x3x1x1',
        '    "first/batchNorm/mean" is int64[2], expected float32[2]',
        "  1 missing:",
        "    last/conv2d/bias",
        "  2 unknown to the network:",
        '    "last/conv2d/bais"',
        '    "epoch?[0m"',
      ].join("\n"),
    );
  });

  test("with the parameter that a foreign name stands for", () => {
    const tensors = theirs().set("bn1.bias", filled([3]));
    const match = () => matchWeights(graph, tensors, { nameMaps: [elsewhere], fallback: initialWeights(0) });
    expect(match).toThrow('"bn1.bias" is of shape 3, expected of shape 2 for first/batchNorm/bias');
  });

  test("every shape, however many are wrong", () => {
    const layers = Array.from({ length: 30 }, (_, index) => named(`layer${index}`, conv2d({ filters: 2, kernel: 1 })));
    const deep = new GraphBuilder("deep");
    const { parameters, ...rest } = deep.build({ y: sequence(...layers)(deep.input("x", float32(1, 2, 4, 4))) });
    const wide = new Map(parameters.map(({ name }) => [name, floatTensor([7])]));
    const { message } = differencesOf(() => matchWeights({ parameters, ...rest }, wide));
    expect(message).toContain("60 of another shape");
    for (const { name } of parameters) expect(message).toContain(`"${name}" is of shape 7`);
  });

  test("ten names that are only on one side; the error holds all", () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`extra${index}`, floatTensor([1])]));
    const { message, differences } = differencesOf(() => matchWeights(graph, own(many)));
    expect(message.split("\n")).toHaveLength(13);
    expect(message).toContain("1000 unknown to the network");
    expect(message).toMatch(/ {4}\.\.\. and 990 more$/);
    expect(differences.unexpected).toHaveLength(1000);
  });

  test("also of a file that has nothing to do with the network, and of an empty one", () => {
    const foreign = new Map([["embedding", floatTensor([4, 4])]]);
    expect(differencesOf(() => matchWeights(graph, foreign)).differences.missing).toHaveLength(7);
    expect(differencesOf(() => matchWeights(graph, new Map())).differences.missing).toHaveLength(7);
  });
});

test("Names of very many parts are no way to keep it busy", () => {
  const tensors = new Map([["a.".repeat(1e6), floatTensor([1])]]);
  expect(differencesOf(() => matchWeights(graph, tensors)).differences.unexpected).toHaveLength(1);
});
