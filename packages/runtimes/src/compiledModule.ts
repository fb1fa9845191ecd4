/** Where this package's modules lie that another process or thread starts from. */

/** URL of a compiled module, also when this one runs from its source, as in tests: what starts there has no compiler. */
export function compiledModule(name: string): URL {
  return new URL(`../dist/${name}.js`, import.meta.url);
}
