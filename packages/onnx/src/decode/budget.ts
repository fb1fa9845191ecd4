/** How much of a stranger's file is taken in: what is read is untrusted, and each limit is checked before memory is spent. */

export interface ReadBudget {
  /** The largest file of a model. */
  readonly fileBytes: number;
  readonly nodes: number;
  /** The most memory for all records, estimated from above. Values of tensors stay in the file's bytes until they are asked for. */
  readonly recordBytes: number;
  /** The most bytes of values of all tensors, those in other files included. */
  readonly tensorBytes: number;
}

export const DEFAULT_BUDGET: ReadBudget = {
  fileBytes: 2 ** 31 - 1,
  nodes: 100_000,
  recordBytes: 2 ** 29,
  tensorBytes: 2 ** 33,
};
