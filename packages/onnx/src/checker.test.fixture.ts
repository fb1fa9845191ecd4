/** The rules of ONNX's checker and of its documents, walked over a decoded file: https://onnx.ai/onnx/repo-docs/IR.html */
import { ModelProto, type onnx } from "./onnxProto.js";

/** Bytes of an element, by data type: FLOAT, INT64 and FLOAT16 are all that files here hold. */
const BYTES: Readonly<Record<number, number>> = { 1: 4, 2: 1, 3: 1, 6: 4, 7: 8, 9: 1, 10: 2 };

/** What is wrong with a file, in words; shares no code with what writes or reads files. */
export function brokenRules(bytes: Uint8Array): readonly string[] {
  const { graph, opsetImport, irVersion } = ModelProto.decode(bytes);
  if (!graph) return ["there is no graph"];
  return [
    ...(Number(String(irVersion)) >= 6 ? [] : [`IR version ${irVersion}`]),
    ...(opsetImport?.length === 1 ? [] : ["not one opset"]),
    ...(graph.name ? [] : ["the graph has no name"]),
    ...brokenNames(graph),
    ...brokenOrder(graph),
    ...unread(graph),
    ...brokenTypes(graph),
    ...brokenTensors(graph),
  ];
}

const names = (list: readonly { name?: string | null }[] | null | undefined): string[] =>
  (list ?? []).map(({ name }) => name ?? "");

function assigned({ node }: onnx.IGraphProto): string[] {
  return (node ?? []).flatMap(({ output }) => (output ?? []).filter(Boolean));
}

function brokenNames(graph: onnx.IGraphProto): string[] {
  const values = [...names(graph.input), ...names(graph.initializer), ...assigned(graph)];
  const repeated = (list: string[]): string[] =>
    list.filter((name, index) => name === "" || list.indexOf(name) !== index);
  return [...repeated(values), ...repeated(names(graph.node))].map((name) => `"${name}" is given twice or empty`);
}

function brokenOrder(graph: onnx.IGraphProto): string[] {
  const known = new Set(["", ...names(graph.input), ...names(graph.initializer)]);
  return (graph.node ?? []).flatMap(({ name, input, output, attribute }) => {
    const early = (input ?? []).filter((value) => !known.has(value)).map((value) => `${name} reads ${value} too early`);
    for (const value of output ?? []) known.add(value);
    const gaps = input?.at(-1) === "" || output?.at(-1) === "" ? [`${name} ends in an empty name`] : [];
    const untyped = (attribute ?? []).flatMap((each) => (each.type ? [] : [`${name}: ${each.name} has no type`]));
    return [...early, ...gaps, ...untyped];
  });
}

function unread(graph: onnx.IGraphProto): string[] {
  const read = new Set([...names(graph.output), ...(graph.node ?? []).flatMap(({ input }) => input ?? [])]);
  return [...names(graph.initializer), ...assigned(graph)]
    .filter((name) => !read.has(name))
    .map((name) => `${name} is unread`);
}

function brokenTypes(graph: onnx.IGraphProto): string[] {
  const typed = [...names(graph.valueInfo), ...names(graph.output)].toSorted();
  const missing = typed.join() === assigned(graph).toSorted().join() ? [] : ["not every value has one type"];
  const values = [...(graph.input ?? []), ...(graph.valueInfo ?? []), ...(graph.output ?? [])];
  const broken = values.filter(({ type }) => {
    const { elemType, shape } = type?.tensorType ?? {};
    const fixed = shape?.dim?.every(({ dimParam, dimValue }) => dimParam === "batch" || Number(String(dimValue)) > 0);
    return BYTES[elemType ?? 0] === undefined || fixed !== true;
  });
  return [...missing, ...names(broken).map((name) => `${name} has no complete type`)];
}

function brokenTensors(graph: onnx.IGraphProto): string[] {
  const broken = (graph.initializer ?? []).filter(({ dims, dataType, rawData }) => {
    const count = (dims ?? []).reduce((product, side) => product * Number(String(side)), 1);
    return rawData?.length !== count * BYTES[dataType ?? 0]!;
  });
  return names(broken).map((name) => `${name} does not have the bytes of its shape`);
}
