/** JSON of strangers: what `JSON.parse` lets pass silently is refused. */

/** A string, or one character of structure, or a number or word; between them only white space. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/**
 * The value that JSON text stands for. A `SyntaxError` where it is no JSON, and where an object has a key twice, which readers
 * understand differently, or `__proto__`.
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // The text is valid from here on, so that a string before a colon is a key of the innermost object.
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") addKey(open.at(-1)!, JSON.parse(last) as string);
    last = token;
  }
  return value;
}

function addKey(keys: Set<string>, key: string): void {
  if (key === "__proto__") throw new SyntaxError('an object has the key "__proto__"');
  if (keys.has(key)) throw new SyntaxError(`an object has the key ${JSON.stringify(key.slice(0, 120))} twice`);
  keys.add(key);
}
