/** Where the time of a cell goes, kernel by kernel. */
import { z } from "zod";
import { listOf } from "./lists.js";
import { count, milliseconds } from "./quantities.js";

/** More than any network here has; a file that holds more is none of ours. */
const MOST_ROWS = 5000;
const name = z.string().max(500);
const names = listOf(name, { most: MOST_ROWS });

/** The layers that some kernels compute together; what one kernel takes is not divided among its layers. */
const profileRowSchema = z.object({
  /** `inserted` and `unattributed` are the runtime's own kernels: the first moves values, what the second computes is unknown. */
  kind: z.enum(["layers", "inserted", "unattributed"]),
  /** By their names in the network. */
  layers: names,
  /** Those of them that went into the weights of another when the artifact was made or loaded. */
  folded: names.optional(),
  /** In the order they ran, by the runtime's names for what they do. */
  kernels: listOf(name, { least: 1, most: MOST_ROWS }),
  /** Sum of the kernels' medians. */
  medianMs: milliseconds,
  /** Under `useful`. */
  macs: count,
  /** Float32 that must be read and written at least: inputs, weights and outputs. */
  bytes: count.optional(),
});

/** Of runs that were not timed for the latency: to profile costs time of its own. */
export const profileSchema = z.object({
  /** How many the medians are of. */
  runs: count.min(1),
  /** Median of whole runs. */
  runMs: milliseconds,
  /** Median of what a run took besides its kernels. */
  overheadMs: milliseconds,
  /** In the order they ran. */
  rows: listOf(profileRowSchema, { least: 1, most: MOST_ROWS }),
  /** Layers that do nothing in inference or were folded away. */
  withoutKernel: names,
});

/** Why a cell that was to be profiled has none. */
export const noProfileSchema = z.object({ reason: z.string().max(2000) });

export type Profile = z.infer<typeof profileSchema>;
export type ProfileRow = z.infer<typeof profileRowSchema>;
