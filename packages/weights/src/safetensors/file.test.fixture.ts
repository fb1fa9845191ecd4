/** Safetensors files written by hand. */

/** Length, header and data, whatever they say. */
export function fileOf(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, data]));
}

/** A file that huggingface's own library wrote (safetensors 0.8.0, `save` of numpy arrays). */
export const WRITTEN_BY_OTHERS = new Uint8Array(
  Buffer.from(
    "IAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJub3RlIjoiZ3LDtsOfZSIsImZvcm1hdCI6Im5wIn0sImNvdW50Ijp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOltdLCJkYXRh" +
      "X29mZnNldHMiOlswLDhdfSwibm9uZSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCwzXSwiZGF0YV9vZmZzZXRzIjpbOCw4XX0sIndlaWdodCI6eyJkdHlwZSI6" +
      "IkYzMiIsInNoYXBlIjpbMiwzXSwiZGF0YV9vZmZzZXRzIjpbOCwzMl19LCJoYWxmIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpb" +
      "MzIsMzhdfX0gICAgICAHAAAAAAAAAAAAAAAAAMA/AAAAwAAAQEBvEoM6AOB/R2YuAMABAA==",
    "base64",
  ),
);
