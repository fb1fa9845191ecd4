/** What files of pictures begin with: their content says what they are, never their name. */
interface PictureKind {
  readonly name: string;
  /** Latin letters and bytes from a place on. */
  readonly marks: readonly (readonly [place: number, bytes: string])[];
}

const KINDS: readonly PictureKind[] = [
  { name: "JPEG", marks: [[0, "\xff\xd8\xff"]] },
  { name: "PNG", marks: [[0, "\x89PNG\r\n\x1a\n"]] },
  {
    name: "WebP",
    marks: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
  { name: "AVIF", marks: [[4, "ftypavif"]] },
  { name: "GIF", marks: [[0, "GIF8"]] },
];

/** `JPEG, PNG, ... or GIF`. */
export const KIND_NAMES = KINDS.map(({ name }) => name)
  .join(", ")
  .replace(/, (\w+)$/, " or $1");

/** By the first bytes of a file. */
export function isPicture(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("latin1");
  return KINDS.some(({ marks }) => marks.every(([place, bytes]) => text.startsWith(bytes, place)));
}
