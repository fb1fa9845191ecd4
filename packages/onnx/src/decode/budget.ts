/** How much of a stranger's file is taken in: what is read is untrusted, and each limit is checked before memory is spent. */

export interface ReadBudget {
  /** Of the model's file. */
  readonly fileBytes: number;
  /** Messages within messages: a graph in an attribute of a node of a graph is three. */
  readonly depth: number;
  readonly nodes: number;
  /** What all records other than raw tensor data take in memory, estimated from above. */
  readonly recordBytes: number;
  /** Values of all tensors together, those in other files included. */
  readonly tensorBytes: number;
}

export const DEFAULT_BUDGET: ReadBudget = {
  fileBytes: 2 ** 31 - 1,
  depth: 32,
  nodes: 100_000,
  recordBytes: 2 ** 30,
  tensorBytes: 2 ** 33,
};
