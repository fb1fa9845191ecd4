/** Brings values that lie in files beside a model into its own bytes, without touching the rest of it: any reader takes that. */
import protobuf from "protobufjs/minimal.js";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { externalValuesIn, wholePlaceOf } from "../import/externalPlace.js";
import { isExternal } from "../import/importTensor.js";
import { PROTOBUF_LIMIT_BYTES } from "../onnxProto.js";
import { ModelTooLargeError } from "./encodeOnnx.js";

/** Numbers of fields: the graph in the model, initializers in the graph, and a tensor's values in it. */
const FIELD = { graph: 7, initializer: 5, rawData: 9 };
/** Fields of a tensor that say where its values are. */
const PLACE = new Set([FIELD.rawData, 13, 14]);
const LENGTH_DELIMITED = 2;

/**
 * The model as one message without other files; `files` has those beside it, by the names that it gives them. Throws an
 * `ExternalDataError` where a file is missing or too short, and a `ModelTooLargeError` where no reader of protobuf would take the message.
 */
export function inlineExternalData(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const { initializer: initializers = [] } = decodeProto(bytes, DEFAULT_BUDGET).graph ?? {};
  const length = initializers
    .filter(isExternal)
    .reduce((sum, tensor) => sum + wholePlaceOf(tensor).length, bytes.length);
  if (length > PROTOBUF_LIMIT_BYTES) throw new ModelTooLargeError({ bytes: length, limit: PROTOBUF_LIMIT_BYTES });
  const values = externalValuesIn(initializers, files);
  let passed = 0;
  const pieces = changeFields(bytes, FIELD.graph, (graph) =>
    changeFields(graph, FIELD.initializer, (tensor) => {
      const read = values.get(initializers[passed]!);
      passed += 1;
      return read === undefined ? [tensor] : withValues(tensor, read());
    }),
  );
  const whole = new Uint8Array(lengthOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

type Pieces = readonly Uint8Array[];

function withValues(tensor: Uint8Array, values: Uint8Array): Pieces {
  const rest = [...fieldsOf(tensor)].filter(({ number }) => !PLACE.has(number));
  return [...rest.map(({ whole }) => whole), ...delimited(FIELD.rawData, [values])];
}

/** The message in pieces, with the content of every field of that number as `change` makes it. */
function changeFields(message: Uint8Array, number: number, change: (content: Uint8Array) => Pieces): Pieces {
  return [...fieldsOf(message)].flatMap((field) =>
    field.number === number && field.content !== undefined ? delimited(number, change(field.content)) : [field.whole],
  );
}

function delimited(number: number, content: Pieces): Pieces {
  const head = protobuf.Writer.create()
    .uint32((number << 3) | LENGTH_DELIMITED)
    .uint32(lengthOf(content))
    .finish();
  return [head, ...content];
}

interface WireField {
  readonly number: number;
  readonly whole: Uint8Array;
  /** The content of a field that has a length. */
  readonly content?: Uint8Array;
}

/** The fields of a message that was decoded before, and so is whole. */
function* fieldsOf(message: Uint8Array): Generator<WireField> {
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    const [number, wireType] = [tag >>> 3, tag & 7];
    let content: Uint8Array | undefined;
    if (wireType === LENGTH_DELIMITED) {
      const length = reader.uint32();
      content = message.subarray(reader.pos, reader.pos + length);
      reader.skip(length);
    } else {
      reader.skipType(wireType);
    }
    yield { number, whole: message.subarray(start, reader.pos), ...(content === undefined ? {} : { content }) };
  }
}

function lengthOf(pieces: Pieces): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
