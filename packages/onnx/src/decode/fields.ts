/** How the fields of a message are told apart, and what each becomes; the types of the records follow from that. */
import type { NumberWidth, PackedNumbers } from "./packedNumbers.js";

/** One field by its number in onnx.proto. */
export interface Field<Kind extends string> {
  readonly number: number;
  readonly kind: Kind;
}

export interface Numbers extends Field<"numbers"> {
  readonly width: NumberWidth;
}

/** A field that holds a message: one, whose parts may be spread over the file, or a list. */
export interface Nested<Fields extends MessageFields> extends Field<"message" | "messages"> {
  readonly fields: Fields;
  readonly name: string;
}

export type AnyField =
  | Field<"text" | "texts" | "bytes" | "integer" | "float" | "presence">
  | Numbers
  | (Field<"message" | "messages"> & { readonly fields: MessageFields; readonly name: string });

export interface MessageFields {
  readonly [name: string]: AnyField;
}

type ContentOf<F> = F extends { readonly kind: "text" }
  ? string
  : F extends { readonly kind: "texts" }
    ? readonly string[]
    : F extends { readonly kind: "bytes" }
      ? Uint8Array
      : F extends { readonly kind: "integer" }
        ? bigint
        : F extends { readonly kind: "float" }
          ? number
          : F extends { readonly kind: "presence" }
            ? true
            : F extends { readonly kind: "numbers" }
              ? PackedNumbers
              : F extends { readonly kind: "message"; readonly fields: infer Fields }
                ? RecordOf<Fields>
                : F extends { readonly kind: "messages"; readonly fields: infer Fields }
                  ? readonly RecordOf<Fields>[]
                  : never;

/** A message as it is decoded: fields that the file does not have are absent. */
export type RecordOf<Fields> = { readonly [Name in keyof Fields]?: ContentOf<Fields[Name]> };

export const text = (number: number): Field<"text"> => ({ number, kind: "text" });
export const texts = (number: number): Field<"texts"> => ({ number, kind: "texts" });
export const bytes = (number: number): Field<"bytes"> => ({ number, kind: "bytes" });
export const integer = (number: number): Field<"integer"> => ({ number, kind: "integer" });
export const float = (number: number): Field<"float"> => ({ number, kind: "float" });
/** A field whose content nothing reads: the record says whether it is there. */
export const presence = (number: number): Field<"presence"> => ({ number, kind: "presence" });

export const numbers = (number: number, width: NumberWidth): Numbers => ({ number, kind: "numbers", width });

export const message = <Fields extends MessageFields>(number: number, name: string, fields: Fields) =>
  ({ number, kind: "message", name, fields }) as const satisfies Nested<Fields>;

export const messages = <Fields extends MessageFields>(number: number, name: string, fields: Fields) =>
  ({ number, kind: "messages", name, fields }) as const satisfies Nested<Fields>;
