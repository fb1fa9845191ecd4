/** One module may be the driver of several runtimes; the fragment of its URL says of which, as in `#webgpu`. */

/** What the URL names; throws where it names nothing, since whatever ran instead would be measured under another's name. */
export function variantNamed<T>(url: string, variants: Readonly<Record<string, T>>): T {
  const name = new URL(url).hash.slice(1);
  if (Object.hasOwn(variants, name)) return variants[name]!;
  const known = Object.keys(variants)
    .map((each) => `#${each}`)
    .join(", ");
  throw new Error(`the driver is asked for as "#${name}", and there is only ${known}`);
}
