/** What no node is to blame for, and still keeps a model from being one of tfjs. */
import { LinknetError } from "@linknet-kit/base";

/** tfjs has whole numbers of 32 bits alone. */
export class BeyondInt32Error extends LinknetError {
  readonly code = "BEYOND_INT32";

  constructor(data: { readonly weight: string; readonly value: bigint }) {
    super(`weight "${data.weight}" has ${data.value}, and tfjs has whole numbers of 32 bits alone`, {
      hint: "compute with smaller numbers, or with floats",
    });
  }
}

/** tfjs keeps inputs and outputs in plain objects, in which this name is their prototype. */
export class UnnameableEndError extends LinknetError {
  readonly code = "UNNAMEABLE_END";

  constructor(data: { readonly name: string }) {
    super(`tfjs cannot have an input or output called "${data.name}"`, { hint: "rename it" });
  }
}
