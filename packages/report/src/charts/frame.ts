/** Where a drawing's parts stand, in CSS pixels at its natural scale. */
import type { Axis } from "../document.js";

/** A drawing's extent. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

/** The part of a frame that values are drawn in. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A character's width as a share of the font size, on the safe side for the fonts that systems use for their interface. */
const CHARACTER_WIDTH = 0.58;

/** An estimate: nothing here can measure text. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * CHARACTER_WIDTH;
}

/** At most `characters` of the text, with an ellipsis for the rest. */
export function shorten(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, Math.max(0, Math.floor(characters) - 1))}…` : text;
}

/** A tenth of a pixel cannot be seen, and more digits make the page larger. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** From a value on the axis to its place between `start` and `end`. */
export function placeOn({ scale, min, max }: Axis, start: number, end: number): (value: number) => number {
  const share =
    scale === "log"
      ? (value: number) => (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min))
      : (value: number) => (value - min) / (max - min || 1);
  return (value) => start + share(value) * (end - start);
}
