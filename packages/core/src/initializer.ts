/** How a parameter starts, as plain data: nothing is drawn until a weight is asked for. */

export type Initializer =
  | { readonly kind: "constant"; readonly value: number }
  /** Normal with mean 0. */
  | { readonly kind: "normal"; readonly deviation: number }
  /** Of a full convolution that interpolates, each channel by itself: the same for all channels, highest in the middle of the kernel. */
  | { readonly kind: "bilinear" }
  /** The weight comes from outside; there is no value to start from. */
  | { readonly kind: "given" };

export const constant = (value: number): Initializer => ({ kind: "constant", value });

export const bilinear: Initializer = { kind: "bilinear" };

/**
 * The paper's initialisation of convolutions and full convolutions (the authors' code): N(0, sqrt(2 / (kh kw Cout))).
 */
export function heNormal(kernel: readonly number[], outputChannels: number): Initializer {
  const area = kernel.reduce((product, side) => product * side, 1);
  return { kind: "normal", deviation: Math.sqrt(2 / (area * outputChannels)) };
}
