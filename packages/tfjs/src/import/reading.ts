/** What a node of a graph model becomes. */
import type { SymbolicTensor } from "@linknet-kit/core";
import type { TfjsNode } from "./tfjsNode.js";

/** Its results, in TensorFlow's order; images stay channels-last, as the file has them. */
export type TfjsReading = (node: TfjsNode) => SymbolicTensor | readonly SymbolicTensor[];

/** By TensorFlow's names of operations. */
export type TfjsReadings = Readonly<Record<string, TfjsReading>>;
