/** Predicted times as the report is handed them: it predicts nothing itself. */

export interface PredictedDevice {
  readonly title: string;
  /** What the predictions were found to be wrong by, in words: they are never shown without. */
  readonly error: string;
  /** Milliseconds by network and size, each without that network in the fit; `null` where it does not fit in memory. */
  readonly times: readonly { readonly network: string; readonly size: string; readonly ms: number | null }[];
}
