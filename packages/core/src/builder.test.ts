import { describe, expect, test } from "vitest";
import { GraphBuilder, buildGraph } from "./builder.js";
import { InvalidAttributeError, InvalidNodeError, TensorTooLargeError } from "./errors.js";
import { constant } from "./initializer.js";
import { channelsOf, named, sequence, sizeOf } from "./layers.js";
import { add, batchNorm, conv2d, convTranspose2d, maxPool2dWithIndices, relu } from "./ops/index.js";
import { convOp } from "./ops/conv.js";
import { reluOp } from "./ops/relu.js";
import { float32, printType } from "./tensor.js";

const image = { name: "image", type: float32(1, 3, 8, 6) };

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input(image.name, image.type) };
}

describe("Names", () => {
  test("A node is called by its path and op, its parameters by their slots below it", () => {
    const unit = named("conv1", sequence(conv2d({ filters: 4, kernel: 3 }), relu()));
    const graph = buildGraph("net", image, named("encoder1", unit), "y");
    expect(graph.nodes.map(({ name }) => name)).toEqual(["encoder1/conv1/conv2d", "encoder1/conv1/relu"]);
    expect(graph.parameters.map(({ name }) => name)).toEqual([
      "encoder1/conv1/conv2d/weight",
      "encoder1/conv1/conv2d/bias",
    ]);
  });

  test("A name that is taken gets a number", () => {
    const graph = buildGraph("net", image, sequence(relu(), relu(), named("a", relu()), relu()), "y");
    expect(graph.nodes.map(({ name }) => name)).toEqual(["relu", "relu2", "a/relu", "relu3"]);
  });

  test("A value is called as its node, further ones below it, and an output of the graph as it asks", () => {
    const { builder, x } = start();
    const { y, indices } = builder.scope("pool", () => maxPool2dWithIndices({ kernel: 2, stride: 1 })(x));
    expect([y.name, indices.name]).toEqual(["pool/maxPool2d", "pool/maxPool2d/indices"]);
    const graph = builder.build({ pooled: y });
    expect(graph.nodes[0]!.outputs).toEqual({
      y: { name: "pooled", type: y.type },
      indices: { name: indices.name, type: indices.type },
    });
    expect(graph.outputs).toEqual([{ name: "pooled", type: y.type }]);
  });

  test("A path ends with its scope, also where building it fails", () => {
    const { builder, x } = start();
    expect(() => builder.scope("broken", () => conv2d({ filters: 1, kernel: 99 })(x))).toThrow(
      "a 99x99 window does not fit",
    );
    expect(relu()(x).name).toBe("relu");
  });

  test("A node whose name another one has gets a number, whatever its values are called", () => {
    const { builder, x } = start();
    const append = (y: string) => builder.append({ name: "same", op: reluOp, inputs: { x }, attributes: {} }, { y });
    append("a");
    append("b");
    expect(builder.build({ [image.name]: x }).nodes.map(({ name }) => name)).toEqual(["same", "same2"]);
  });

  test("Two values cannot be given the same name", () => {
    const { builder, x } = start();
    builder.append({ name: "a", op: reluOp, inputs: { x }, attributes: {} });
    expect(() => builder.append({ name: "a", op: reluOp, inputs: { x }, attributes: {} })).toThrow(
      'the name "a" is taken',
    );
  });
});

describe("The finished graph", () => {
  test("leaves out parameters that nothing reads", () => {
    const { builder, x } = start();
    builder.parameter("unread", { type: float32(3), initial: constant(0) });
    const graph = builder.build({ y: conv2d({ filters: 2, kernel: 1, bias: false })(x) });
    expect(graph.parameters.map(({ name }) => name)).toEqual(["conv2d/weight"]);
  });

  test("holds no builder and canonical attributes only", () => {
    const { nodes } = buildGraph("net", image, conv2d({ filters: 2, kernel: 3, stride: 2, padding: [1, 0] }), "y");
    expect(nodes[0]!.inputs["x"]).toEqual(image);
    expect(nodes[0]!.attributes).toEqual({
      stride: [2, 2],
      padding: { begin: [1, 0], end: [1, 0] },
      dilation: [1, 1],
      groups: 1,
    });
  });

  test("may hand an input through under its own name, under no other", () => {
    const { builder, x } = start();
    expect(builder.build({ image: x, y: relu()(x) }).outputs.map(({ name }) => name)).toEqual(["image", "y"]);
    expect(() => buildGraph("net", image, (y) => y, "logits")).toThrow('"image" cannot be the output "logits"');
  });

  test("has no output called as something else, and no value under two names", () => {
    const { builder, x } = start();
    const y = relu()(x);
    expect(() => builder.build({ image: y })).toThrow('"relu" cannot be the output "image"');
    expect(() => builder.build({ a: y, b: y })).toThrow('"relu" cannot be the output "b"');
  });
});

describe("Errors name the path of the node", () => {
  const network = (layer: ReturnType<typeof conv2d>) => () =>
    buildGraph("net", image, named("encoder1", named("conv1", layer)), "y");

  test("for what an op refuses", () => {
    expect(network(conv2d({ filters: 2, kernel: 9 }))).toThrow(
      new InvalidNodeError({
        path: "encoder1/conv1/conv2d",
        problem: "a 9x9 window does not fit an image of 6x8 (width x height)",
      }),
    );
  });

  test("for an attribute, whose error is the cause", () => {
    // Told where it is written, before there is a path.
    const build = () => conv2d({ filters: 2, kernel: 1, stride: 0 });
    expect(build).toThrow('conv2d: attribute "stride" is 0, expected an integer >= 1');
    expect(build).toThrow(expect.objectContaining({ cause: expect.any(InvalidAttributeError) }));
  });

  test("for an input that is missing", () => {
    const { builder, x } = start();
    expect(() => builder.append({ name: "imported", op: convOp, inputs: { x }, attributes: {} })).toThrow(
      'imported: conv needs its input "weight"',
    );
  });

  test("for floats of two data types in one node", () => {
    const { builder, x } = start();
    const half = builder.input("half", { dtype: "float16", shape: x.type.shape });
    expect(() => add()(x, half)).toThrow('add: its input b, "half", is float16, expected float32');
    expect(() => add()(half, x)).toThrow('add: its input b, "image", is float32, expected float16');
    expect(add()(half, half).type).toEqual(half.type);
  });

  test.each([
    ["channels", conv2d({ filters: 2, kernel: 1, groups: 2 }), "conv2d: groups 2 does not divide the 3 channels"],
    ["filters", conv2d({ filters: 4, kernel: 1, groups: 3 }), "conv2d: groups 3 does not divide the 4 filters"],
    [
      "channels that are spread",
      convTranspose2d({ filters: 5, kernel: 2, groups: 5 }),
      "convTranspose2d: groups 5 does not divide the 3 channels",
    ],
    [
      "filters that are spread to",
      convTranspose2d({ filters: 5, kernel: 2, groups: 3 }),
      "convTranspose2d: groups 3 does not divide the 5 filters",
    ],
  ])("for groups that do not divide the %s", (_, layer, problem) => {
    expect(network(layer)).toThrow(`encoder1/conv1/${problem}`);
  });
});

test("An input that the op does not have, a value of another graph, and one of another type than it was given, are bugs", () => {
  const { builder, x } = start();
  const call = (inputs: Record<string, typeof x>) => () =>
    builder.append({ name: "a", op: reluOp, inputs, attributes: {} });
  expect(call({ x, y: x })).toThrow(/^relu has no input "y"$/);
  const foreign = start().builder.input("foreign", float32(1));
  expect(call({ x: foreign })).toThrow(/^"foreign" is no value of the graph "net"$/);
  expect(() => builder.build({ foreign })).toThrow(/^"foreign" is no value of the graph "net"$/);
  const mistaken = { ...x, type: float32(1) };
  expect(call({ x: mistaken })).toThrow(`"image" is ${printType(x.type)}, not float32[1]`);
  expect(() => builder.build({ image: mistaken })).toThrow("not float32[1]");
});

test("Tensors that no runtime can address are refused while nothing but their shape exists", () => {
  const large = { name: "image", type: float32(1, 3, 16384, 16384) };
  const build = () => buildGraph("net", large, named("stem", conv2d({ filters: 64, kernel: 1 })), "y");
  expect(build).toThrow(
    new TensorTooLargeError({ name: "stem/conv2d", shape: [1, 64, 16384, 16384], limit: 2 ** 31 - 1 }),
  );
  const before = process.memoryUsage().arrayBuffers;
  buildGraph(
    "net",
    large,
    sequence(relu(), batchNorm(), (x) => add()(x, x)),
    "y",
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

test("Layers see the channels and the size of what they are given", () => {
  const { x } = start();
  expect(channelsOf(x)).toBe(3);
  expect(sizeOf(x)).toEqual([8, 6]);
});
