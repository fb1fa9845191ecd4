/** Records over the names that an op declares for its inputs and outputs. */

/**
 * A record over declared names: `"x"` is always there, `"bias?"` may be absent, `"xs..."` is a list of one or more. Where the
 * compiler does not know the names, each may be any of these.
 */
export type Named<Names extends readonly string[], T> = string extends Names[number]
  ? Readonly<Record<string, T | readonly T[] | undefined>>
  : {
      readonly [N in Names[number] as N extends `${string}?` | `${string}...` ? never : N]: T;
    } & {
      readonly [N in Names[number] as N extends `${infer Name}?` ? Name : never]?: T | undefined;
    } & {
      readonly [N in Names[number] as N extends `${infer Name}...` ? Name : never]: readonly T[];
    };

/** Every output has a type of its own; outputs are never optional. */
export type Outputs<Names extends readonly string[], T> = { readonly [N in Names[number]]: T };
