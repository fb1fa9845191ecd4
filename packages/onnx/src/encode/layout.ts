/**
 * Where every byte of a file stands, before any weight is drawn. The tensors come last and one by one, so that a file can be
 * written without ever being whole in memory: protobuf lets the fields of a message stand in any order.
 */
import { byteCount } from "@linknet-kit/core";
import protobuf from "protobufjs/minimal.js";
import type { EmittedOnnx } from "../emit/emitModel.js";
import type { EmittedTensor } from "../emit/emitNode.js";
import { GraphProto, ModelProto, TensorProto, dataTypeOf, type onnx } from "../onnxProto.js";

/** Fields that are written here rather than by the library, each as its number and the wire type of what has a length. */
const GRAPH_OF_MODEL = (7 << 3) | 2;
const INITIALIZER_OF_GRAPH = (5 << 3) | 2;
const RAW_DATA_OF_TENSOR = (9 << 3) | 2;

/** Where a tensor lies outside the model's file. */
interface PlaceOutside {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export type ExternalPlaces = ReadonlyMap<EmittedTensor, PlaceOutside>;

interface PlacedTensor {
  readonly header: Uint8Array;
  /** Absent where its values lie in another file. */
  readonly values?: EmittedTensor;
}

export interface FileLayout {
  /** Size of the whole file. */
  readonly bytes: number;
  /** Everything but the tensors. */
  readonly head: Uint8Array;
  readonly tensors: readonly PlacedTensor[];
}

/** The file of a model, some of whose tensors may lie in another one. */
export function layOut({ proto, initializers }: EmittedOnnx, external: ExternalPlaces = new Map()): FileLayout {
  const { graph, ...rest } = proto;
  const model = ModelProto.encode(rest).finish();
  const structure = GraphProto.encode(graph ?? {}).finish();
  const tensors = initializers.map((tensor) => placeTensor(tensor, external.get(tensor)));
  const tensorBytes = tensors.reduce((sum, { header, values }) => sum + header.length + valueBytes(values), 0);
  const graphTag = lengthOf(GRAPH_OF_MODEL, structure.length + tensorBytes);
  const head = joined(model, graphTag, structure);
  return { bytes: head.length + tensorBytes, head, tensors };
}

function placeTensor(tensor: EmittedTensor, place: PlaceOutside | undefined): PlacedTensor {
  const { name, type } = tensor;
  const described: onnx.ITensorProto = { name, dims: [...type.shape], dataType: dataTypeOf(type.dtype) };
  if (place !== undefined) {
    const message = TensorProto.encode({
      ...described,
      dataLocation: TensorProto.DataLocation.EXTERNAL,
      externalData: Object.entries(place).map(([key, value]) => ({ key, value: String(value) })),
    }).finish();
    return { header: joined(lengthOf(INITIALIZER_OF_GRAPH, message.length), message) };
  }
  const message = joined(TensorProto.encode(described).finish(), lengthOf(RAW_DATA_OF_TENSOR, byteCount(type)));
  const length = lengthOf(INITIALIZER_OF_GRAPH, message.length + byteCount(type));
  return { header: joined(length, message), values: tensor };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The start of a field that has a length. */
function lengthOf(tag: number, bytes: number): Uint8Array {
  return protobuf.Writer.create().uint32(tag).uint32(bytes).finish();
}

function valueBytes(tensor: EmittedTensor | undefined): number {
  return tensor === undefined ? 0 : byteCount(tensor.type);
}

/** So that a reader may map the file and use a tensor where it lies. */
const ALIGNMENT_BYTES = 64;
/** Smaller ones stay: readers want the values of shapes and the like while they load. */
const SMALLEST_BYTES = 1024;

/** Places for all tensors worth moving, one behind the other in one file called `location`. */
export function placeExternally(tensors: readonly EmittedTensor[], location: string): ExternalPlaces {
  const places = new Map<EmittedTensor, PlaceOutside>();
  let end = 0;
  for (const tensor of tensors) {
    const length = byteCount(tensor.type);
    if (length < SMALLEST_BYTES) continue;
    const offset = Math.ceil(end / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    places.set(tensor, { location, offset, length });
    end = offset + length;
  }
  return places;
}
