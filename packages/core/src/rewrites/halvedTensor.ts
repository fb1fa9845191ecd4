/** Tensors of float32 in float16, with what is lost. */
import { LinknetError } from "@linknet-kit/base";
import { FLOAT16_MAX, FLOAT16_OVERFLOW, FLOAT16_UNDERFLOW } from "../float16.js";
import { type Tensor, castTensor } from "../tensor.js";

/** What became of one weight. */
export interface Float16Conversion {
  readonly tensor: string;
  readonly values: number;
  /** How many were other than zero, and are too small for float16 to be so. */
  readonly underflows: number;
}

/** A weight that float16 cannot hold: rounding it to infinity would only show in the results. */
export class Float16OverflowError extends LinknetError {
  readonly code = "FLOAT16_OVERFLOW";

  constructor(data: { readonly tensor: string; readonly value: number }) {
    super(`weight "${data.tensor}" has ${data.value}, and float16 ends at ${FLOAT16_MAX}`, {
      hint: "fold batch norms, whose variances may be large, or stay with float32",
    });
  }
}

/** A tensor of float32 in float16, any other as it is; a `Float16OverflowError` naming it where a finite value would not stay so. */
export function halvedTensor(
  { name }: { readonly name: string },
  tensor: Tensor,
  onConvert?: (conversion: Float16Conversion) => void,
): Tensor {
  if (tensor.dtype !== "float32") return tensor;
  let underflows = 0;
  for (const value of tensor.data) {
    const magnitude = Math.abs(value);
    if (magnitude >= FLOAT16_OVERFLOW && magnitude !== Infinity)
      throw new Float16OverflowError({ tensor: name, value });
    if (magnitude <= FLOAT16_UNDERFLOW && magnitude > 0) underflows += 1;
  }
  onConvert?.({ tensor: name, values: tensor.data.length, underflows });
  return castTensor(tensor, "float16");
}
