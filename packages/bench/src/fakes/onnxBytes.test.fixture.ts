/** ONNX files written byte by byte, for tests: of operators that nothing here knows. https://protobuf.dev/programming-guides/encoding/ */

type Bytes = readonly number[];

/** A value as the file declares it; a side that is text stays open under that name. */
interface Declared {
  readonly name: string;
  /** ONNX's number of the type; 1, FLOAT, unless given. */
  readonly type?: number;
  readonly shape?: readonly (number | string)[];
}

interface HandTensor {
  readonly name: string;
  readonly type?: number;
  readonly dims: readonly number[];
  readonly raw?: Uint8Array;
  /** The file that has its values instead. */
  readonly location?: string;
}

export interface HandNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes of one whole number, or of a list of them. */
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
}

export interface HandModel {
  readonly nodes: readonly HandNode[];
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  readonly tensors?: readonly HandTensor[];
}

export function onnxBytes({ nodes, inputs, outputs, tensors = [] }: HandModel): Uint8Array {
  const graph = [
    ...nodes.flatMap((node) => field(1, nodeBytes(node))),
    ...field(2, text("g")),
    ...tensors.flatMap((tensor) => field(5, tensorBytes(tensor))),
    ...inputs.flatMap((value) => field(11, valueBytes(value))),
    ...outputs.flatMap((value) => field(12, valueBytes(value))),
  ];
  return Uint8Array.from([...number(1, 8), ...field(7, graph), ...field(8, number(2, 17))]);
}

/** The bytes of floats, as a tensor has them. */
export function rawFloats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function nodeBytes({ op, inputs, outputs, ints = {} }: HandNode): Bytes {
  const attributes = Object.entries(ints).flatMap(([name, value]) => {
    const values = typeof value === "number" ? number(3, value) : value.flatMap((each) => number(8, each));
    return field(5, [...field(1, text(name)), ...values, ...number(20, typeof value === "number" ? 2 : 7)]);
  });
  return [
    ...inputs.flatMap((name) => field(1, text(name))),
    ...outputs.flatMap((name) => field(2, text(name))),
    ...field(4, text(op)),
    ...attributes,
  ];
}

function tensorBytes({ name, type = 1, dims, raw, location }: HandTensor): Bytes {
  const entry = location === undefined ? [] : [...field(1, text("location")), ...field(2, text(location))];
  return [
    ...dims.flatMap((side) => number(1, side)),
    ...number(2, type),
    ...field(8, text(name)),
    ...(raw === undefined ? [] : field(9, [...raw])),
    ...(location === undefined ? [] : [...field(13, entry), ...number(14, 1)]),
  ];
}

function valueBytes({ name, type = 1, shape }: Declared): Bytes {
  const sides = (shape ?? []).flatMap((side) =>
    field(1, typeof side === "number" ? number(1, side) : field(2, text(side))),
  );
  const tensorType = [...number(1, type), ...(shape === undefined ? [] : field(2, sides))];
  return [...field(1, text(name)), ...field(2, field(1, tensorType))];
}

function text(value: string): Bytes {
  return [...new TextEncoder().encode(value)];
}

function field(index: number, content: Bytes): number[] {
  return [...varint((index << 3) | 2), ...varint(content.length), ...content];
}

function number(index: number, value: number): number[] {
  return [...varint(index << 3), ...varint(value)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
