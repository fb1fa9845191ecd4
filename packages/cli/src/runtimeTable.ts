/** The runtimes that the commands know. */
import { type Runtime, runtimes } from "@linknet-kit/bench";

export const runtimeTable: readonly Runtime[] = runtimes;
