/** What of a network's outputs labels. */
import type { Artifact } from "@linknet-kit/runtimes";
import { NotLabelsError } from "../errors.js";

/** The name of the only one; a `NotLabelsError` where there are several. */
export function labelOutput({ outputs }: Pick<Artifact, "outputs">): string {
  const [only] = outputs;
  if (only === undefined || outputs.length !== 1)
    throw new NotLabelsError({ problem: `it has ${outputs.length} outputs, of which nobody says which one labels` });
  return only.name;
}
