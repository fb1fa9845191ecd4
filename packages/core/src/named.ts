/** Records over the names that an op declares for its inputs and outputs. */

/**
 * A record over declared names: `"x"` is always there, `"bias?"` may be absent, `"xs..."` is a list of one or more. Where the
 * compiler does not know the names, each may be any of these.
 */
export type Named<Name extends string, T> = string extends Name
  ? Readonly<Record<string, T | readonly T[] | undefined>>
  : {
      readonly [N in Name as N extends `${string}?` | `${string}...` ? never : N]: T;
    } & {
      readonly [N in Name as N extends `${infer Own}?` ? Own : never]?: T | undefined;
    } & {
      readonly [N in Name as N extends `${infer Own}...` ? Own : never]: readonly T[];
    };

/** Every output has a type of its own; outputs are never optional. */
export type Outputs<Name extends string, T> = { readonly [N in Name]: T };

/** Whether what stands under a name is a list. */
export function isList<T>(given: T | readonly T[] | undefined): given is readonly T[] {
  return Array.isArray(given);
}
