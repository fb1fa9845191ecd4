/** Reads what `trtexec --exportOutput` writes: the name, the shape and the values of each output, as text of six digits. */
import { type FloatTensor, elementCount, floatTensor, MAX_ELEMENTS } from "@linknet-kit/core";

/** Text that is made into numbers at a time. */
const CHUNK_BYTES = 2 ** 20;

/** The values are too many for one string, so they are read where they stand. */
export function readOutputs(bytes: Buffer): Readonly<Record<string, FloatTensor>> {
  const tensors: [string, FloatTensor][] = [];
  for (let from = 0; ; ) {
    const start = bytes.indexOf('"values"', from);
    if (start === -1) break;
    const open = bytes.indexOf("[", start);
    const close = bytes.indexOf("]", open);
    if (open === -1 || close === -1) throw damaged("it ends in the middle of an output");
    const { name, shape } = readHead(bytes.subarray(from, start).toString());
    const tensor = floatTensor(shape);
    readValues(bytes.subarray(open + 1, close), tensor, name);
    tensors.push([name, tensor]);
    from = close;
  }
  if (tensors.length === 0) throw damaged("it has no outputs");
  return Object.fromEntries(tensors);
}

/** `"name" : "logits"` and `"dimensions" : "1x20x360x640"`. */
function readHead(text: string): { readonly name: string; readonly shape: readonly number[] } {
  const name = /"name"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  const dimensions = /"dimensions"\s*:\s*"([\dx]*)"/.exec(text)?.[1];
  if (name === undefined || dimensions === undefined) throw damaged("an output has no name or no shape");
  const shape = dimensions.split("x").map(Number);
  if (elementCount({ shape }) > MAX_ELEMENTS) throw damaged(`"${name}" is said to be ${dimensions}`);
  return { name, shape };
}

/** Numbers between commas; what is no number becomes NaN, which no check lets through. */
function readValues(text: Buffer, { data }: FloatTensor, name: string): void {
  let index = 0;
  for (let from = 0; from < text.length; ) {
    const end = endOfChunk(text, from);
    for (const word of text.toString("latin1", from, end).split(",")) {
      if (index < data.length) data[index] = word.trim() === "" ? Number.NaN : Number(word);
      index += 1;
    }
    from = end + 1;
  }
  if (index !== data.length) throw damaged(`"${name}" has ${index} values instead of ${data.length}`);
}

function endOfChunk(text: Buffer, from: number): number {
  if (from + CHUNK_BYTES >= text.length) return text.length;
  const comma = text.indexOf(",", from + CHUNK_BYTES);
  return comma === -1 ? text.length : comma;
}

function damaged(problem: string): Error {
  return new Error(`the output that trtexec wrote cannot be read: ${problem}`);
}
