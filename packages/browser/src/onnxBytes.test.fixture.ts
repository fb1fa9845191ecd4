/** ONNX files written field by field, so that they may have what no writer here writes: a graph of one node, of one type. */

interface HandWritten {
  readonly op: string;
  /** ONNX's number of the type of all values. */
  readonly dataType: number;
  /** Of all values; a name is an open side. */
  readonly shape: readonly (number | string)[];
  /** Another file, whose first bytes are the second input: a weight of `shape`. */
  readonly weightIn?: string;
}

/** `y` is the node's of `x`, and of a weight where there is one. */
export function onnxBytes({ op, dataType, shape, weightIn }: HandWritten): Uint8Array<ArrayBuffer> {
  const sides = shape.flatMap((side) =>
    message(1, typeof side === "number" ? number(1, side) : message(2, text(side))),
  );
  const type = message(2, message(1, [...number(1, dataType), ...message(2, sides)]));
  const inputs = weightIn === undefined ? ["x"] : ["x", "w"];
  const node = [...inputs.flatMap((name) => message(1, text(name))), ...message(2, text("y")), ...message(4, text(op))];
  const graph = [
    ...message(1, node),
    ...message(2, text("g")),
    ...(weightIn === undefined ? [] : message(5, weight(weightIn, dataType, shape))),
    ...message(11, [...message(1, text("x")), ...type]),
    ...message(12, [...message(1, text("y")), ...type]),
  ];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...message(8, number(2, 17))]);
}

function weight(file: string, dataType: number, shape: readonly (number | string)[]): readonly number[] {
  const dims = shape.flatMap((side) => number(1, Number(side)));
  const place = [...message(1, text("location")), ...message(2, text(file))];
  return [...dims, ...number(2, dataType), ...message(8, text("w")), ...message(13, place), ...number(14, 1)];
}

function text(value: string): readonly number[] {
  return [...new TextEncoder().encode(value)];
}

/** A field that has a length. */
function message(index: number, content: readonly number[]): readonly number[] {
  return [(index << 3) | 2, ...varint(content.length), ...content];
}

function number(index: number, value: number): readonly number[] {
  return [index << 3, ...varint(value)];
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
