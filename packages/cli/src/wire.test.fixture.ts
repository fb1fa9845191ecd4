/** ONNX files byte by byte, as nobody's library would write them. https://protobuf.dev/programming-guides/encoding/ */

/** A number of seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A field that has a length. */
export function field(number: number, ...parts: readonly Part[]): Buffer {
  return fieldOf(number, parts);
}

type Part = Uint8Array | readonly number[] | string;

/** The same of any number of parts. */
function fieldOf(number: number, parts: readonly Part[]): Buffer {
  const contents = parts.map((part) => (part instanceof Uint8Array ? part : Buffer.from(part as string)));
  const bytes = contents.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([start(number, bytes), ...contents]);
}

/** The beginning of a field of so many bytes, which follow. */
function start(number: number, bytes: number): Buffer {
  return Buffer.from([...varint(number * 8 + 2), ...varint(bytes)]);
}

/** A field that is a whole number. */
export function integer(number: number, value: number): Buffer {
  return Buffer.from([...varint(number * 8), ...varint(value)]);
}

const dimension = field(1, integer(1, 1));
const image = field(1, integer(1, 1), field(2, dimension, dimension, dimension, dimension));
/** An input or output of 1 x 1 x 1 x 1. */
const value = (name: string): Buffer => Buffer.concat([field(1, name), field(2, image)]);

interface NodeParts {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly Buffer[];
  readonly name?: string;
}

export function node({ operator, inputs, outputs, attributes = [], name }: NodeParts): Buffer {
  return fieldOf(1, [
    ...inputs.map((each) => field(1, each)),
    ...outputs.map((each) => field(2, each)),
    ...(name === undefined ? [] : [field(3, name)]),
    field(4, operator),
    ...attributes.map((attribute) => field(5, attribute)),
  ]);
}

/** y = relu(x) */
export const relu = node({ operator: "Relu", inputs: ["x"], outputs: ["y"] });

/** A model of opset 17 with the input x, the output y and what else its graph has. */
export function model(graph: readonly Buffer[]): Buffer {
  return Buffer.concat([
    integer(1, 8),
    field(8, integer(2, 17)),
    fieldOf(7, [...graph, field(11, value("x")), field(12, value("y"))]),
  ]);
}

/** A model with one tensor w whose last field has so many bytes: they follow the buffer, and a hole in the file will do for them. */
export function modelBefore(bytes: number, { dataType, dims, number }: Record<"dataType" | "dims" | "number", number>) {
  const tensor = Buffer.concat([integer(1, dims), integer(2, dataType), field(8, "w"), start(number, bytes)]);
  const graph = Buffer.concat([
    relu,
    field(11, value("x")),
    field(12, value("y")),
    start(5, tensor.length + bytes),
    tensor,
  ]);
  return Buffer.concat([integer(1, 8), field(8, integer(2, 17)), start(7, graph.length + bytes), graph]);
}
