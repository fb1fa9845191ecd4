/** What the system calls a failure, such as `ENOENT`; `undefined` for an error that is not its own. */
export function systemCode(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
}
