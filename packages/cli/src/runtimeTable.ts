/** The runtimes that the commands know. */
import { type Runtime, runtimes } from "@linknet-kit/bench";
import { browserRuntimes } from "@linknet-kit/browser";

export const runtimeTable: readonly Runtime[] = [...runtimes, ...browserRuntimes];
