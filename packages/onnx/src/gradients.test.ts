/** The gradient of every op as a plain file, which ONNX Runtime computes as the reference does. */
import {
  FoldingBuilder,
  type Tensor,
  add,
  differentiate,
  castTensor,
  elementCount,
  evaluate,
  evenUnpool,
  isAbsent,
  listed,
  mapOperands,
  mapRecord,
  mul,
  reduceSum,
  reshape,
} from "@linknet-kit/core";
import { type CaseModel, caseModels } from "@linknet-kit/core/cases";
import { expect, test } from "vitest";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { differences, runOnnxRuntime } from "./runtime.test.fixture.js";

/** The sum of cubes of the results of a case, whose operands are all inputs, and its gradients. */
function gradientsOf({ op, model, inputs }: CaseModel) {
  const [node] = model.graph.nodes;
  const builder = new FoldingBuilder("net");
  const fed: Record<string, Tensor> = {};
  const operands = mapOperands(node!.inputs, (value) => {
    const parameter = model.graph.parameters.find(({ name }) => name === value.name);
    fed[value.name] = parameter === undefined ? inputs[value.name]! : model.weights.get(parameter);
    return builder.input(value.name, value.type);
  });
  const values = Object.values(builder.append({ ...node!, inputs: operands }));
  const floats = values.filter(({ type }) => type.dtype === "float32");
  const by = Object.values(node!.inputs)
    .flatMap(listed)
    .filter(({ type }) => type.dtype === "float32");
  if (floats.length === 0 || by.length === 0) return undefined;
  const sums = floats.map((value) => {
    const flat = reshape({ shape: [elementCount(value.type)] })(mul()(value, mul()(value, value)));
    return reduceSum({ axes: [0], keepDims: false })(flat);
  });
  const loss = sums.reduce((sum, each) => add()(sum, each));
  const whole = { graph: builder.build({ loss }), weights: builder.weights };
  const differentiated = differentiate(whole, { loss: "loss", by: by.map(({ name }) => name) });
  return { name: `${op.name}: ${node!.name}`, model: differentiated.model, fed };
}

/** These say in words why they have none. */
const lacking = (each: CaseModel): boolean =>
  isAbsent(each.op.gradient) && !each.op.gradient.absent.startsWith("what it");

/** Of an unpool to an odd size, which readers of ONNX understand differently and nothing is written of. */
const isDisputed = ({ name }: CaseModel): boolean => name.startsWith("maxUnpool") && name.includes("odd");

/** As many of each op as are cheap. */
const isOneOfFew = (each: CaseModel): boolean => caseModels.filter(({ op }) => op === each.op).indexOf(each) < 3;

const cases = caseModels
  .filter((each) => !lacking(each) && isOneOfFew(each))
  .flatMap((each) => {
    const made = isDisputed(each) ? undefined : gradientsOf(each);
    return made === undefined ? [] : [{ ...made, name: each.name }];
  });

/** With zeros at the ends of what an op takes, where it has no gradient. */
function finite(tensor: Tensor): Tensor {
  const { data, shape } = castTensor(tensor, "float32");
  return { dtype: "float32", shape, data: data.map((value) => (Number.isFinite(value) ? value : 0)) };
}

test.each(cases)("$name", async ({ model, fed }) => {
  const used = Object.fromEntries(model.graph.inputs.map(({ name }) => [name, fed[name]!]));
  const { loss: _, ...results } = await runOnnxRuntime(encodeOnnx(evenUnpool.run(model)), used);
  const { loss: __, ...expected } = evaluate(model, used);
  expect(differences(mapRecord(results, finite), mapRecord(expected, finite))).toEqual([]);
});
