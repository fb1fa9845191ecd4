/** How a gate tells its caller what it does: a gate prints nothing itself. */

/** Told of items that are worked on one after the other. */
export interface ItemProgress {
  /** What is being done at present. */
  readonly at: (text: string) => void;
  /** One more item is done, and what came of it, where there is something to say. */
  readonly done: (text?: string) => void;
}

export interface Narrator {
  /** A line that stays. */
  readonly note: (text: string) => void;
  /** Runs `work` on so many items, and answers what it answers. */
  readonly during: <T>(items: number, work: (progress: ItemProgress) => Promise<T>) => Promise<T>;
}
