/** The image library, loaded when a picture is first read: it is machine code, which nothing else here needs. */
import type { Sharp, SharpOptions } from "sharp";
import { NoImageLibraryError } from "../errors.js";

export type OpenPicture = (from: Uint8Array, options: SharpOptions) => Sharp;

/** A `NoImageLibraryError` where it has no binary for this machine. */
export async function loadSharp(): Promise<OpenPicture> {
  try {
    return (await import("sharp")).default;
  } catch (cause) {
    throw new NoImageLibraryError({ cause });
  }
}
