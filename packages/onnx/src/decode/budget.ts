/** How much of a stranger's file is taken in: what is read is untrusted, and each limit is checked before memory is spent. */

export interface ReadBudget {
  /** Of the model's file. */
  readonly fileBytes: number;
  readonly nodes: number;
  /** What all records take in memory, estimated from above; values of tensors stay where they are until something asks for them. */
  readonly recordBytes: number;
  /** Values of all tensors together, those in other files included. */
  readonly tensorBytes: number;
}

export const DEFAULT_BUDGET: ReadBudget = {
  fileBytes: 2 ** 31 - 1,
  nodes: 100_000,
  recordBytes: 2 ** 29,
  tensorBytes: 2 ** 33,
};
