/** Pictures and maps to bytes of PNG files. */
import type { Size } from "@linknet-kit/core";
import { encode } from "fast-png";

/** Of red, green and blue of each pixel, with a note of which program made it. */
export function encodePicture({ width, height }: Size, colours: Uint8Array, software: string): Uint8Array {
  return encode({ width, height, channels: 3, depth: 8, data: colours, text: { Software: software } });
}

/** In grey, of 8 or 16 bits as the numbers are. */
export function encodeNumberMap({ width, height }: Size, data: Uint8Array | Uint16Array, software: string): Uint8Array {
  const depth = data instanceof Uint16Array ? 16 : 8;
  return encode({ width, height, channels: 1, depth, data, text: { Software: software } });
}
