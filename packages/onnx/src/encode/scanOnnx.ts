/** A model that goes through a list of what another is given once, and hands some of its results on from one to the next. */
import { uniqueNames } from "@linknet-kit/core";
import { AttributeProto, ModelProto, type onnx } from "../onnxProto.js";

/** An output that is an input the next time, of the same type. */
interface HandedOn {
  readonly input: string;
  readonly output: string;
}

export interface ScanModel {
  readonly bytes: Uint8Array;
  /** What its inputs and outputs are called, by the names of the model that it repeats. */
  readonly names: ReadonlyMap<string, string>;
}

/** What the axis in front is called that is as long as the list. */
const TIMES = "times";

/**
 * One node, `Scan`, around the model that `bytes` are, which `encodeOnnx` wrote. What is handed on has the type that it has there, and is the first of its kind and the
 * last; all else that is given and results has one more axis in front. https://onnx.ai/onnx/operators/onnx__Scan.html
 */
export function scanOnnx(bytes: Uint8Array, handedOn: readonly HandedOn[]): ScanModel {
  const { graph, ...rest } = ModelProto.decode(bytes);
  const { input = [], output = [], ...inside } = graph as Graph;
  const given = ordered(
    input,
    handedOn.map((each) => each.input),
  );
  const results = ordered(
    output,
    handedOn.map((each) => each.output),
  );
  const body = { ...inside, input: given, output: results };
  const names = namesOutside(body);
  const outside = (values: readonly Info[]): Info[] =>
    values.map((info, place) => {
      const name = names.get(info.name!)!;
      return place < handedOn.length ? { ...info, name } : inList({ ...info, name });
    });
  const [inputs, outputs] = [outside(given), outside(results)];
  const node = {
    name: "scan",
    opType: "Scan",
    input: inputs.map(({ name }) => name!),
    output: outputs.map(({ name }) => name!),
    attribute: [
      { name: "body", type: AttributeProto.AttributeType.GRAPH, g: body },
      { name: "num_scan_inputs", type: AttributeProto.AttributeType.INT, i: given.length - handedOn.length },
    ],
  };
  const around = { name: inside.name ?? "", node: [node], input: inputs, output: outputs };
  return { bytes: ModelProto.encode({ ...rest, graph: around }).finish(), names };
}

type Info = onnx.IValueInfoProto;
type Graph = Omit<onnx.IGraphProto, "input" | "output"> & { readonly input?: Info[]; readonly output?: Info[] };

/** Those that are called so first, in that order. */
function ordered(values: readonly Info[], first: readonly string[]): Info[] {
  const byName = new Map(values.map((info) => [info.name!, info]));
  const found = first.map((name) => byName.get(name)!);
  for (const name of first) byName.delete(name);
  return [...found, ...byName.values()];
}

/** A value within must not be called as one outside. */
function namesOutside({ input, output, node, initializer }: onnx.IGraphProto): ReadonlyMap<string, string> {
  const named = [...(input ?? []), ...(output ?? [])].map(({ name }) => name!);
  const others = [
    ...(initializer ?? []).map(({ name }) => name!),
    ...(node ?? []).flatMap((each) => each.output ?? []),
  ];
  const unique = uniqueNames([...named, ...others]);
  return new Map(named.map((name) => [name, unique(`${name}/scan`)]));
}

function inList({ name, type }: Info): Info {
  const { shape, ...element } = type!.tensorType!;
  const dim = [{ dimParam: TIMES }, ...(shape?.dim ?? [])];
  return { name: name!, type: { tensorType: { ...element, shape: { dim } } } };
}
