/** Changes to models that know what stands where: attributes, operands, types, sizes and values of tensors, or any byte. */
import { seededUniform } from "@linknet-kit/core";
import { AttributeProto, ModelProto, TensorProto, type onnx } from "./onnxProto.js";

/** A whole number below a limit. */
export type Random = (below: number) => number;

/** The same numbers for the same run. */
export function randomOf(run: number): Random {
  const bits = seededUniform(run, "changes");
  return (below) => (below <= 0 ? 0 : (bits() >>> 0) % below);
}

/** Of attributes. */
const KINDS = Object.values(AttributeProto.AttributeType).filter((each) => typeof each === "number");
type AttributeType = NonNullable<onnx.IAttributeProto["type"]>;

const WHOLE = [-1, 0, 1, 2, 3, 4, 7, -2, -3, 64, 255, 1e6, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, -(2 ** 53), 2 ** 53];
/** What may still mean something. */
const SMALL = [-2, -1, 0, 1, 2, 3, 4];
const FLOATS = [0, -0, 1, -1, 0.5, 1e-45, 3e38, Infinity, -Infinity, NaN];
const TEXTS = [
  "",
  "SAME_UPPER",
  "SAME_LOWER",
  "VALID",
  "NOTSET",
  "linear",
  "nearest",
  "cubic",
  "reflect",
  "edge",
  "tanh",
  "../x",
];

/** The same change for the same run; of models that are not small only their bytes. */
export function mutate(bytes: Uint8Array, run: number, names: readonly string[]): Uint8Array {
  const random = randomOf(run);
  if (random(5) === 0) return changedBytes(bytes, random);
  const model = ModelProto.decode(bytes) as onnx.IModelProto;
  // What is said of results need not follow what is changed.
  for (const { type } of random(3) === 0 ? [] : (model.graph!.output ?? [])) delete type!.tensorType!.shape;
  for (let times = 1 + random(2); times > 0; times -= 1) changeOnce(model, random, names);
  return ModelProto.encode(model).finish();
}

const pick = <Each>(random: Random, all: readonly Each[]): Each => all[random(all.length)]!;

function changeOnce(model: onnx.IModelProto, random: Random, names: readonly string[]): void {
  const { node = [], initializer = [], input = [], output = [] } = model.graph!;
  const [nodes, tensors] = [node!, initializer!];
  const chosen = pick(random, nodes);
  const changes = [
    () => chosen !== undefined && changeAttributes(chosen, random),
    () => chosen !== undefined && changeAttributes(chosen, random),
    () => chosen !== undefined && changeOperands(chosen, random, namesOf(model)),
    () => tensors.length > 0 && changeTensor(pick(random, tensors), random),
    () => tensors.length > 0 && changeTensor(pick(random, tensors), random),
    () => changeType(pick(random, [...input!, ...output!]), random),
    () => changeType(pick(random, input!), random),
    () => chosen !== undefined && (chosen.opType = pick(random, names)),
    () =>
      chosen !== undefined &&
      nodes.push({ ...chosen, output: chosen.output!.map((name) => `${name}${random(3) || ""}`) }),
    () => ((model.opsetImport ?? [])[0]!.version = 1 + random(24)),
    () => nodes.push(...nodes.splice(0, 1)),
    () => tensors.splice(random(tensors.length), 1),
  ];
  pick(random, changes)();
}

function namesOf({ graph }: onnx.IModelProto): readonly string[] {
  const { node, initializer, input } = graph!;
  const values = [...(initializer ?? []), ...(input ?? [])].map(({ name }) => name ?? "");
  return ["", "nothing", ...values, ...(node ?? []).flatMap((each) => each.output ?? [])];
}

function changeOperands(node: onnx.INodeProto, random: Random, names: readonly string[]): void {
  const list = pick(random, [node.input!, node.input!, node.output!]);
  const at = random(list.length + 1);
  list.splice(at, random(2), ...(random(3) === 0 ? [] : [pick(random, names)]));
}

function changeAttributes(node: onnx.INodeProto, random: Random): void {
  const attributes = (node.attribute ??= []);
  const chosen = attributes[random(attributes.length + 1)];
  if (chosen === undefined) {
    const name = pick(random, [
      "axis",
      "axes",
      "kernel_shape",
      "strides",
      "pads",
      "auto_pad",
      "group",
      "alpha",
      "mode",
      "perm",
    ]);
    attributes.push({ name, ...valueOf(pick(random, KINDS), random) });
  } else if (random(8) === 0) attributes.splice(attributes.indexOf(chosen), 1);
  else Object.assign(chosen, random(3) === 0 ? valueOf(pick(random, KINDS), random) : nudged(chosen, random));
}

function valueOf(type: AttributeType, random: Random): onnx.IAttributeProto {
  const whole = (): number => pick(random, WHOLE);
  return {
    type,
    i: whole(),
    f: pick(random, FLOATS),
    s: new TextEncoder().encode(pick(random, TEXTS)),
    ints: Array.from({ length: random(6) }, whole),
    floats: Array.from({ length: random(6) }, () => pick(random, FLOATS)),
  };
}

/** Another value of the same kind. */
function nudged(attribute: onnx.IAttributeProto, random: Random): onnx.IAttributeProto {
  const whole = (): number => pick(random, random(4) === 0 ? WHOLE : SMALL);
  const list = (attribute.ints ?? []).map((each) => (random(2) === 0 ? each : whole()));
  if (random(6) === 0) list.splice(random(list.length + 1), random(2), whole());
  const { f, s } = valueOf(KINDS[0]!, random);
  return { ...(attribute.ints?.length && { ints: list }), i: whole(), f: f!, ...(attribute.s?.length && { s: s! }) };
}

function changeTensor(tensor: onnx.ITensorProto, random: Random): void {
  const dims = (tensor.dims ??= []);
  const changes = [
    () => (dims[random(dims.length)] = pick(random, WHOLE)),
    () => dims.splice(random(dims.length + 1), random(2), ...(random(2) === 0 ? [] : [pick(random, [0, 1, 2, 3])])),
    () => (tensor.dataType = random(24)),
    () => (tensor.rawData = new Uint8Array(tensor.rawData ?? []).slice(random(8))),
    () => (tensor.rawData = Uint8Array.from(tensor.rawData ?? [], (each) => (random(4) === 0 ? random(256) : each))),
    () => (tensor.int64Data = Array.from({ length: random(5) }, () => pick(random, WHOLE))),
    () => Object.assign(tensor, placedOutside(random)),
  ];
  pick(random, changes)();
}

function placedOutside(random: Random): onnx.ITensorProto {
  const value = pick(random, ["../other", "/etc/passwd", "w.bin", "a/../../b", "", "C:\\x", "model.onnx"]);
  const entries = [
    { key: "location", value },
    { key: "offset", value: String(pick(random, WHOLE)) },
  ];
  return { dataLocation: TensorProto.DataLocation.EXTERNAL, externalData: entries };
}

function changeType(value: onnx.IValueInfoProto | undefined, random: Random): void {
  const tensor = value?.type?.tensorType;
  if (!tensor) return;
  const dim = (tensor.shape ??= {}).dim ?? [];
  const side = () => (random(5) === 0 ? { dimParam: "n" } : { dimValue: pick(random, WHOLE) });
  const small = () => ({ dimValue: random(6) });
  const changes = [
    () => (tensor.elemType = random(24)),
    () => (tensor.elemType = pick(random, [1, 2, 3, 5, 6, 7, 9, 10, 11])),
    () => (dim[random(dim.length)] = side()),
    () => (dim[random(dim.length)] = small()),
    () => dim.splice(random(dim.length + 1), random(2), small()),
    () => dim.splice(random(dim.length), 1),
    () => (tensor.shape = random(4) === 0 ? null : { dim: [] }),
  ];
  tensor.shape.dim = dim;
  pick(random, changes)();
}

function changedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let changing: Uint8Array = bytes.slice();
  for (let times = 1 + random(4); times > 0; times -= 1) {
    const at = random(changing.length + 1);
    const [before, after] = [changing.subarray(0, at), changing.subarray(at)];
    const from = random(changing.length + 1);
    const choices: readonly (readonly Uint8Array[])[] = [
      [before, Uint8Array.of(random(256)), after.subarray(1)],
      [before, Uint8Array.of((after[0] ?? 0) ^ (1 << random(8))), after.subarray(1)],
      [before, Uint8Array.of(pick(random, [0, 1, 0x7f, 0x80, 0xff])), after],
      [before, after.subarray(1 + random(8))],
      [before, changing.subarray(from, from + random(32)), after],
      random(4) === 0 ? [before] : [changing],
    ];
    changing = new Uint8Array(Buffer.concat(pick(random, choices)));
  }
  return changing;
}
