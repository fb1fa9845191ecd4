/** Which classes a network tells apart, by the word of its user's. */
import { describeIssues } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { LABEL_SETS, type LabelSet } from "@linknet-kit/metrics";
import { z } from "zod";
import { InvalidLabelsError } from "../errors.js";

const MOST_BYTES = 2 ** 20;
const byte = z.int().min(0).max(255);

const labelsSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(100),
      id: byte.optional(),
      colour: z.tuple([byte, byte, byte]).optional(),
    }),
  )
  .min(2)
  .max(256);

/** A known set by its name, or that of a JSON file: labels in the order of the network's channels, whose ids are their positions unless they say otherwise. */
export async function readLabels(word: string): Promise<LabelSet> {
  if (Object.hasOwn(LABEL_SETS, word)) return LABEL_SETS[word as keyof typeof LABEL_SETS];
  const text = new TextDecoder().decode(await readBytes(word, { maximumBytes: MOST_BYTES }));
  const { success, data, error } = labelsSchema.safeParse(parsed(word, text));
  if (!success) throw new InvalidLabelsError({ file: word, problems: describeIssues(error.issues) });
  const labels = data.map(({ name, id, colour }, position) => ({
    name,
    id: id ?? position,
    ...(colour && { colour }),
  }));
  const twice = labels.find(({ id }, position) => labels.findIndex((each) => each.id === id) !== position);
  if (twice !== undefined)
    throw new InvalidLabelsError({ file: word, problems: [`two labels have the id ${twice.id}`] });
  return { name: word, labels };
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidLabelsError({ file, problems: ["it is no JSON"] });
  }
}
