/** What of a network's outputs labels. */
import { byteCount } from "@linknet-kit/core";
import type { Artifact } from "@linknet-kit/runtimes";
import { NotLabelsError, TooManyPixelsError } from "../errors.js";

/** What processes can hand to each other at once. */
const MOST_BYTES = 2 ** 31 - 1;

/** The name of the only one; a `NotLabelsError` where there are several, and a `TooManyPixelsError` where it is too large to be had. */
export function labelOutput({ outputs }: Pick<Artifact, "outputs">): string {
  const [only] = outputs;
  if (only === undefined || outputs.length !== 1)
    throw new NotLabelsError({ problem: `it has ${outputs.length} outputs, of which nobody says which one labels` });
  const bytes = only.type === undefined ? 0 : byteCount(only.type);
  if (bytes > MOST_BYTES) throw new TooManyPixelsError({ bytes, most: MOST_BYTES });
  return only.name;
}
