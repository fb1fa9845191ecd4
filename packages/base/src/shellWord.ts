/** One word of a POSIX shell, whatever it holds; what means itself stays as it is. */
export function shellWord(text: string): string {
  return /^[\w./:,@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
