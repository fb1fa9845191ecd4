/** Where tensors say that their values lie, in files beside the model. Whoever wrote the model may be a stranger. */
import { LinknetError } from "@linknet-kit/base";
import type { EntryRecord, TensorRecord } from "../decode/records.js";
import { type ExternalValues, declaredBytes, isExternal } from "./importTensor.js";

export class ExternalDataError extends LinknetError {
  readonly code = "EXTERNAL_DATA";

  constructor(data: { readonly tensor: string; readonly problem: string; readonly cause?: unknown }) {
    super(`tensor "${data.tensor}" has its values in another file: ${data.problem}`, {
      hint: "keep the model together with the files it was written with, in one folder and without links",
      cause: data.cause,
    });
  }
}

export interface ExternalPlace {
  /** From the model's folder, which it does not leave. */
  readonly location: string;
  readonly offset: number;
  /** Absent where the file does not say: then the tensor's type does, or the length of the file. */
  readonly length?: number;
}

/** The place in a tensor's entries; `ExternalDataError` where there is none, or one outside the model's folder. */
export function placeOf(tensor: string, entries: readonly EntryRecord[]): ExternalPlace {
  const given = new Map<string, string>();
  for (const { key = "", value = "" } of entries) {
    if (given.has(key)) throw new ExternalDataError({ tensor, problem: `it gives ${key} twice` });
    given.set(key, value);
  }
  const wholeNumber = (key: string): number | undefined => {
    const text = given.get(key);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
    throw new ExternalDataError({ tensor, problem: `its ${key} is "${text}"` });
  };
  const length = wholeNumber("length");
  return {
    location: checkedLocation(tensor, given.get("location")),
    offset: wholeNumber("offset") ?? 0,
    ...(length === undefined ? {} : { length }),
  };
}

/** The same of a tensor whose type says how many bytes it has. */
export function wholePlaceOf(proto: TensorRecord): Required<ExternalPlace> {
  const [tensor, bytes] = [proto.name ?? "", declaredBytes(proto)];
  const { location, offset, length = bytes } = placeOf(tensor, proto.externalData ?? []);
  if (length === bytes) return { location, offset, length };
  throw new ExternalDataError({ tensor, problem: `it has ${length} bytes, its type has ${bytes}` });
}

export function checkRange(tensor: string, { offset, length }: Required<ExternalPlace>, size: number): void {
  if (offset + length <= size) return;
  const problem = `bytes ${offset} to ${offset + length} are asked of a file of ${size}`;
  throw new ExternalDataError({ tensor, problem });
}

/** The values of every tensor that has them in a file, out of these. */
export function externalValuesIn(
  initializers: readonly TensorRecord[],
  files: ReadonlyMap<string, Uint8Array>,
): ExternalValues {
  const values = new Map<TensorRecord, () => Uint8Array>();
  for (const proto of initializers.filter(isExternal)) {
    const tensor = proto.name ?? "";
    const place = wholePlaceOf(proto);
    const file = files.get(place.location);
    if (file === undefined) {
      throw new ExternalDataError({ tensor, problem: `there is no "${place.location}" beside the model` });
    }
    checkRange(tensor, place, file.length);
    // A copy, as what reads it wants it aligned.
    values.set(proto, () => file.slice(place.offset, place.offset + place.length));
  }
  return values;
}

function checkedLocation(tensor: string, location: string | undefined): string {
  if (location === undefined || location === "") throw new ExternalDataError({ tensor, problem: "it names none" });
  const leaves = location.split(/[/\\]/).includes("..");
  // As every system has absolute paths, since the file may be from another.
  if (leaves || /^([/\\]|[a-z]:)/i.test(location) || location.includes("\0")) {
    throw new ExternalDataError({ tensor, problem: `"${location}" is outside the model's folder` });
  }
  return location;
}
