/**
 * A reference that follows a runtime where two values of a pooling window are equal but for rounding. Which of them is the larger is
 * then chance, and the choice is passed on to an unpool, where it shows. So the runtime's choices are taken over, after each has
 * been shown to be a maximum: everything else must agree exactly as without them.
 */
import {
  FLOAT_TYPES,
  type Model,
  type Node,
  type Pair,
  type Parameter,
  type Tensor,
  NO_COST,
  defineOp,
  floatTensor,
  floats,
  integers,
  plainForm,
  rank4,
} from "@linknet-kit/core";

/** How far below its window's maximum a chosen value may lie, relative to the largest value of the tensor. */
const ROUNDING = 1e-5;

const pickOp = defineOp({
  name: "pick",
  summary: "the values of x at chosen positions, each of which must be a maximum of its 2x2 window",
  inputs: { x: "T", chosen: "int64" },
  outputs: { y: "T", indices: "int64" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "images",
  inferTypes: ({ x, chosen }) => ({ y: { dtype: x.dtype, shape: chosen.shape }, indices: chosen }),
  countCost: () => NO_COST,
  evaluate: ({ x, chosen }) => ({ y: pick(x, chosen), indices: chosen }),
  gradient: { absent: "it is the reference's only" },
  onnx: [plainForm("Pick", 1)],
  tfjs: { absent: "it is the reference's only" },
});

/** The model with every pool, whose indices `choices` has by the name of the value, replaced by those choices. */
export function withChosenMaxima({ graph, weights }: Model, choices: Readonly<Record<string, Tensor>>): Model {
  const parameters: Parameter[] = [...graph.parameters];
  const nodes = graph.nodes.map((node): Node => {
    const { indices } = node.outputs;
    if (indices === undefined || !Object.hasOwn(choices, indices.name)) return node;
    if ((node.attributes["kernel"] as Pair).join() !== "2,2") throw new Error("only 2x2 windows are known here");
    const chosen: Parameter = { ...indices, name: `${indices.name}/chosen`, initial: { kind: "given" } };
    parameters.push(chosen);
    return { ...node, op: pickOp, inputs: { ...node.inputs, chosen }, attributes: {} };
  });
  const get: Model["weights"]["get"] = (parameter) =>
    choices[parameter.name.replace(/\/chosen$/, "")] ?? weights.get(parameter);
  return { graph: { ...graph, parameters, nodes }, weights: { get } };
}

function pick(x: Tensor, chosen: Tensor): Tensor {
  const [, , height, width] = rank4(x);
  const [, , rows, columns] = rank4(chosen);
  const [image, positions] = [floats(x), integers(chosen)];
  const slack = ROUNDING * image.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const y = floatTensor(chosen.shape);
  for (let index = 0; index < y.data.length; index += 1) {
    const plane = Math.floor(index / (rows * columns));
    const row = 2 * (Math.floor(index / columns) % rows);
    const first = (plane * height + row) * width + 2 * (index % columns);
    const window = [first, first + 1, first + width, first + width + 1];
    const position = Number(positions[index]);
    const maximum = Math.max(...window.map((each) => image[each]!));
    if (!window.includes(position) || image[position]! < maximum - slack) {
      throw new Error(`position ${position} is no maximum of window ${index}`);
    }
    y.data[index] = image[position]!;
  }
  return y;
}
