/** In what numbers a network is written and measured. */

/** Of weights and activations; of `fp16` a runtime may compute in more than it loads and stores. */
export type Precision = (typeof PRECISIONS)[number];

export const PRECISIONS = ["fp32", "fp16"] as const;

/** That of networks as they are defined, and of whatever says none. */
export const USUAL_PRECISION = "fp32";
