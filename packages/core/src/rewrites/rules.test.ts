import { describe, expect, test } from "vitest";
import { GraphBuilder, buildGraph } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { sequence } from "../layers.js";
import { add, concat, conv2d, dropout2d, maxPool2dWithIndices, relu } from "../ops/index.js";
import { convOp } from "../ops/conv.js";
import { dropout2dOp } from "../ops/dropout2d.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { mulOp } from "../ops/mul.js";
import { preluOp } from "../ops/prelu.js";
import { reluOp } from "../ops/relu.js";
import { printGraph } from "../print.js";
import { float32, floatTensor, floats } from "../tensor.js";
import { type Model, initialWeights } from "../weights.js";
import { opsOf, rewritten } from "./equivalence.test.fixture.js";
import { removeUnread } from "./removeUnread.js";
import { type RewriteRule, rewriteByRules, rule } from "./rules.js";

const rewriteOf = (...rules: readonly RewriteRule[]) => rewriteByRules({ name: "tried", summary: "" }, rules);
const rewrite = (model: Model, ...rules: readonly RewriteRule[]): Model => rewritten(model, rewriteOf(...rules));

const removeDropout = rule(dropout2dOp, (node, edit) => edit.bypass(node, { y: node.inputs.x }));
/** Two that follow each other are one. */
const mergeRelus = rule(reluOp, (node, edit) => {
  if (edit.producerOf(node.inputs.x)?.op === reluOp) edit.bypass(node, { y: node.inputs.x });
});
const reluToPrelu = rule(reluOp, (node, edit) => {
  const slope = edit.derive(`${node.name}/slope`, { type: float32(1), of: {}, compute: () => floatTensor([1]) });
  edit.replace(node, { ...node, op: preluOp, inputs: { x: node.inputs.x, slope }, attributes: {} });
});

function modelOf(layer: Parameters<typeof buildGraph>[2]): Model {
  const graph = buildGraph("net", { name: "x", type: float32(1, 1, 2, 2) }, layer, "y");
  return { graph, weights: initialWeights(1) };
}

const x = floatTensor([1, 1, 2, 2], [-2, -1, 1, 2]);

test("Where no rule has anything to do the model stays the same object", () => {
  const model = modelOf(relu());
  expect(rewrite(model, removeDropout)).toBe(model);
});

test("A rule that feeds another is followed by it, in whatever order they are given", () => {
  const layers = sequence(relu(), dropout2d({ rate: 0.1 }), relu(), dropout2d({ rate: 0.1 }), relu());
  for (const rules of [
    [removeDropout, mergeRelus],
    [mergeRelus, removeDropout],
  ]) {
    const changed = rewrite(modelOf(layers), ...rules);
    expect(opsOf(changed.graph)).toEqual(["relu"]);
    expect([...floats(evaluate(changed, { x })["y"]!)]).toEqual([0, 0, 1, 2]);
  }
});

test("A node takes the place, the name and the values' names of the one that it replaces", () => {
  const model = modelOf((input) => add()(relu()(input), input));
  const text = printGraph(model.graph);
  expect(printGraph(rewrite(model, reluToPrelu).graph)).toBe(
    text
      .replace("relu: float32[1x1x2x2] = relu(x)", "relu: float32[1x1x2x2] = prelu(x, relu/slope)")
      .replace("relu:", "parameter relu/slope: float32[1]\nrelu:"),
  );
});

test("What only a bypassed node read is taken out with it; what nothing read before stays", () => {
  const builder = new GraphBuilder("net");
  const input = builder.input("x", float32(1, 1, 2, 2));
  builder.scope("unread", () => relu()(input));
  const graph = builder.build({
    y: relu()(conv2d({ filters: 1, kernel: 1 })(dropout2d({ rate: 0.1 })(relu()(input)))),
  });
  const skip = rule(convOp, (node, edit) => edit.bypass(node, { y: graph.inputs[0]! }));
  const changed = rewrite({ graph, weights: initialWeights(0) }, skip).graph;
  expect(changed.nodes.map(({ name }) => name)).toEqual(["unread/relu", "relu2"]);
  expect(changed.parameters).toEqual([]);
});

test("Names that are taken get a number, of nodes, values and parameters", () => {
  const builder = new GraphBuilder("net");
  const input = builder.input("x", float32(1, 1, 2, 2));
  const twice = builder.append({ name: "relu/twice", op: reluOp, inputs: { x: input }, attributes: {} })["y"]!;
  const graph = builder.build({ y: builder.scope("end", () => add()(twice, relu()(twice))) });
  const square = rule(reluOp, (node, edit) => {
    if (node.name.includes("twice")) return;
    const half = edit.append({ name: "relu/twice", op: reluOp, inputs: { x: node.inputs.x }, attributes: {} })["y"]!;
    const slope = edit.derive("x", { type: float32(1), of: {}, compute: () => floatTensor([1]) });
    edit.replace(node, { ...node, op: preluOp, inputs: { x: half, slope }, attributes: {} });
  });
  const changed = rewrite({ graph, weights: initialWeights(0) }, square).graph;
  expect(changed.nodes.map(({ name }) => name)).toEqual(["relu/twice", "relu/twice2", "end/relu", "end/add"]);
  expect(changed.parameters.map(({ name }) => name)).toEqual(["x2"]);
});

describe("An output of the graph", () => {
  test("keeps its name where what stands for it is called otherwise", () => {
    const changed = rewrite(modelOf(sequence(relu(), dropout2d({ rate: 0.1 }))), removeDropout).graph;
    expect(printGraph(changed).split("\n").slice(2)).toEqual(["y: float32[1x1x2x2] = relu(x) as relu", "output y", ""]);
  });

  test("keeps its node where an input, a parameter or another output would have to be it", () => {
    const builder = new GraphBuilder("net");
    const input = builder.input("x", float32(1, 1, 2, 2));
    const kept = builder.parameter("kept", { type: float32(1), initial: { kind: "constant", value: 1 } });
    const drop = (name: string, given: typeof input) => builder.scope(name, () => dropout2d({ rate: 0.1 })(given));
    const rectified = relu()(input);
    const outputs = { a: drop("a", input), b: drop("b", kept), c: drop("c", rectified), rectified };
    const model = { graph: builder.build(outputs), weights: initialWeights(0) };
    expect(rewrite(model, removeDropout)).toBe(model);
  });
});

test("Bypassed values are followed through a node that reads many of them", () => {
  const branch = sequence(relu(), dropout2d({ rate: 0.1 }));
  const model = modelOf((input) => concat()(branch(input), branch(input), branch(input)));
  const changed = rewrite(model, removeDropout);
  expect(opsOf(changed.graph)).toEqual(["relu", "relu", "relu", "concat"]);
  expect(evaluate(changed, { x })).toEqual(evaluate(model, { x }));
});

describe("A parameter", () => {
  const double = rule(convOp, (node, edit) => {
    if (node.name.endsWith("doubled")) return;
    const { weight } = node.inputs;
    const twice = edit.revise(weight, {
      of: { weight },
      compute: (sources) =>
        floatTensor(
          weight.type.shape,
          sources.weight.data.map((each) => 2 * each),
        ),
    });
    edit.replace(node, { ...node, name: `${node.name}/doubled`, inputs: { ...node.inputs, weight: twice } });
  });
  const ones = { get: ({ type }: Model["graph"]["parameters"][number]) => floatTensor(type.shape, [1]) };
  const { graph } = modelOf(conv2d({ filters: 1, kernel: 1, bias: false }));

  test("that is revised keeps its name, and is computed of what it was, rewrite after rewrite", () => {
    const rename: RewriteRule = rule(convOp, (node, edit) => {
      if (node.name.endsWith("doubled")) edit.replace(node, { ...node, name: "conv2d" });
    });
    const changed = rewritten({ graph, weights: ones }, rewriteOf(double), rewriteOf(rename), rewriteOf(double));
    expect(changed.graph.parameters.map(({ name }) => name)).toEqual(["conv2d/weight"]);
    expect([...floats(evaluate(changed, { x })["y"]!)]).toEqual([-8, -4, 4, 8]);
  });

  test("is not asked for before it is needed", () => {
    const asked: string[] = [];
    const weights: Model["weights"] = { get: (each) => (asked.push(each.name), ones.get(each)) };
    const changed = rewritten({ graph, weights }, rewriteOf(double), removeUnread);
    expect(asked).toEqual([]);
    changed.weights.get(changed.graph.parameters[0]!);
    expect(asked).toEqual(["conv2d/weight"]);
  });
});

describe("A rule that is wrong is a bug that says where", () => {
  test("if it never settles", () => {
    const again = rule(reluOp, (node, edit) => edit.replace(node, node));
    expect(() => rewrite(modelOf(relu()), again)).toThrow('the rules of tried do not settle; the last was at "relu"');
  });

  test("if it changes a type", () => {
    const pool = rule(reluOp, (node, edit) =>
      edit.replace(node, { ...node, op: maxPoolOp, attributes: { kernel: 2, stride: 2 } }),
    );
    expect(() => rewrite(modelOf(relu()), pool)).toThrow(
      'a rule makes float32[1x1x1x1] of "relu", which gives float32[1x1x2x2]',
    );
  });

  test("if it takes away what is read", () => {
    const remove = rule(reluOp, (node, edit) => edit.bypass(node, {}));
    expect(() => rewrite(modelOf(relu()), remove)).toThrow('"y" of "relu" is read, and a rule takes it away');
  });

  test("if it gives a value the name of another", () => {
    const clash = rule(reluOp, (node, edit) => {
      const value = edit.append({ ...node, op: mulOp, inputs: { a: node.inputs.x, b: node.inputs.x } }, { y: "x" })[
        "y"
      ]!;
      edit.bypass(node, { y: value });
    });
    expect(() => rewrite(modelOf(relu()), clash)).toThrow('two values are called "x"');
  });

  test("if it appends what it does not put anywhere", () => {
    const append = rule(reluOp, (node, edit) => void edit.append(node));
    expect(() => rewrite(modelOf(relu()), append)).toThrow('a rule appends nodes at "relu" and puts them nowhere');
  });
});

test("Outputs of a node that nothing reads need nothing in their place", () => {
  const model = modelOf((input) => maxPool2dWithIndices({ kernel: 1, stride: 1 })(input).y);
  const skip = rule(maxPoolOp, (node, edit) => edit.replace(node, { ...node, op: reluOp, attributes: {} }));
  expect(opsOf(rewrite(model, skip).graph)).toEqual(["relu"]);
});
