/**
 * Lists and records of files that anyone may have written. Zod reports every element that is wrong, and a list of millions of them in a
 * file of a few megabytes would take gigabytes of reports: here the first one ends it.
 */
import { z } from "zod";

interface Lengths {
  readonly least?: number;
  readonly most?: number;
}

/** A list of at least `least` and at most `most` items. */
export function listOf<Item extends z.ZodType>(
  item: Item,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: Lengths = {},
) {
  return z
    .array(z.unknown())
    .min(least)
    .max(most)
    .transform((list, context): z.output<Item>[] => {
      const items: z.output<Item>[] = [];
      for (const [index, given] of list.entries()) {
        const { success, data, error } = item.safeParse(given);
        if (!success) return refuse(context, index, error);
        items.push(data);
      }
      return items;
    });
}

/** A record of text to items. */
export function recordOf<Item extends z.ZodType>(item: Item) {
  return z.looseObject({}).transform((record, context): Record<string, z.output<Item>> => {
    const items: [string, z.output<Item>][] = [];
    for (const key of Object.keys(record)) {
      const { success, data, error } = item.safeParse(record[key]);
      if (!success) return refuse(context, key, error);
      items.push([key, data]);
    }
    return Object.fromEntries(items);
  });
}

/** What is wrong with an element, as what is wrong with the whole. */
function refuse({ issues }: z.RefinementCtx, key: string | number, { issues: own }: z.ZodError): never {
  for (const issue of own) issues.push({ ...issue, path: [key, ...issue.path], input: undefined });
  return z.NEVER;
}
