/** What PyTorch's files of weights may ask for, each made here without PyTorch: tensors, their storages and data types, and dictionaries. */
import type { DType } from "@linknet-kit/core";
import type { ElementType } from "../memory/elements.js";
import { damagedPickle } from "../pickle/bytes.js";
import {
  PickleConstructor,
  PickleDictionary,
  PickleSequence,
  PickleStorage,
  PickleTensor,
  PickleType,
  type PickleValue,
} from "../pickle/values.js";

/** PyTorch's names of storages, and of the data types of their elements. */
const STORAGES: Readonly<Record<string, ElementType>> = {
  FloatStorage: "float32",
  DoubleStorage: "float64",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
};

const SAME_NAME: readonly DType[] = [
  "float32",
  "float64",
  "float16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
];

/** A view of a storage of its own type: storage, offset, size, strides; what PyTorch knows of its training is left out. */
const rebuildTensor = new PickleConstructor("_rebuild_tensor_v2", ([storage, offset, size, strides]) =>
  tensorOf(storage, offset, size, strides),
);

/** The same with a data type, over a storage that is only bytes. */
const rebuildTyped = new PickleConstructor("_rebuild_tensor_v3", ([storage, offset, size, strides, , , type]) => {
  if (!(type instanceof PickleType)) throw damagedPickle("it has a tensor without a data type");
  return tensorOf(storage, offset, size, strides, type);
});

const rebuildParameter = new PickleConstructor("_rebuild_parameter", ([tensor]) => {
  if (!(tensor instanceof PickleTensor)) throw damagedPickle("it has a parameter without a tensor");
  return tensor;
});

/** A tensor on which somebody has put attributes: the constructor, its class, its arguments, the attributes. */
const rebuildFromType = new PickleConstructor("_rebuild_from_type_v2", ([constructor, , given]) => {
  if (!(constructor instanceof PickleConstructor) || !(given instanceof PickleSequence)) {
    throw damagedPickle("it has a tensor of a class without a constructor");
  }
  // Only what makes tensors: a chain of these would go as deep as the file is long.
  if (constructor === rebuildFromType) throw damagedPickle("it has a tensor that is made of itself");
  return constructor.make(given.items);
});

const listOf = new PickleConstructor("torch.Size", ([items]) => {
  if (!(items instanceof PickleSequence)) throw damagedPickle("it has a size that is no list");
  return items;
});

const dictionary = new PickleConstructor("collections.OrderedDict", (items) => orderedDictionary(items));
/** Where a tensor was, which is nowhere now. */
const nothing = new PickleConstructor("torch.device", () => null);

const KNOWN: ReadonlyMap<string, PickleValue> = new Map<string, PickleValue>([
  ["collections.OrderedDict", dictionary],
  ["torch._utils._rebuild_tensor", rebuildTensor],
  ["torch._utils._rebuild_tensor_v2", rebuildTensor],
  ["torch._utils._rebuild_tensor_v3", rebuildTyped],
  ["torch._utils._rebuild_parameter", rebuildParameter],
  ["torch._utils._rebuild_parameter_with_state", rebuildParameter],
  ["torch._tensor._rebuild_from_type_v2", rebuildFromType],
  ["torch.Tensor", new PickleType()],
  ["torch.nn.parameter.Parameter", rebuildParameter],
  ["torch.nn.parameter.Buffer", rebuildParameter],
  ["torch.Size", listOf],
  ["torch.device", nothing],
  ["torch.storage.UntypedStorage", new PickleType()],
  ["torch.bfloat16", new PickleType("bfloat16")],
  ...Object.entries(STORAGES).map(([name, type]) => [`torch.${name}`, new PickleType(type)] as const),
  ...SAME_NAME.map((type) => [`torch.${type}`, new PickleType(type)] as const),
]);

export function findConstructor(name: string): PickleValue | undefined {
  return KNOWN.get(name);
}

function orderedDictionary(items: readonly PickleValue[]): PickleDictionary {
  const made = new PickleDictionary();
  const [given] = items;
  if (given === undefined) return made;
  // Python 2 wrote a list of pairs.
  if (!(given instanceof PickleSequence)) throw damagedPickle("it has a dictionary of something that is no list");
  for (const pair of given.items) {
    if (!(pair instanceof PickleSequence) || pair.items.length !== 2)
      throw damagedPickle("it has an entry that is no pair");
    made.entries.set(pair.items[0]!, pair.items[1]!);
  }
  return made;
}

function tensorOf(
  storage: PickleValue | undefined,
  offset: PickleValue | undefined,
  size: PickleValue | undefined,
  strides: PickleValue | undefined,
  { type }: PickleType = new PickleType(),
): PickleTensor {
  if (!(storage instanceof PickleStorage)) throw damagedPickle("it has a tensor without a storage");
  const typed = type ?? storage.type;
  if (typed === undefined) throw damagedPickle("it has a tensor without a data type");
  return new PickleTensor({
    storage,
    type: typed,
    offset: wholeNumber(offset),
    shape: wholeNumbers(size),
    strides: wholeNumbers(strides),
  });
}

function wholeNumbers(value: PickleValue | undefined): readonly number[] {
  if (!(value instanceof PickleSequence)) throw damagedPickle("it has a tensor whose shape or strides are no list");
  return value.items.map(wholeNumber);
}

function wholeNumber(value: PickleValue | undefined): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw damagedPickle("it has a tensor whose shape, strides or offset are no whole numbers");
}
