/** Which network a file has. */
import { basename, resolve } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { type Graph, type Size, countCost } from "@linknet-kit/core";
import { buildNetwork, networks } from "@linknet-kit/models";
import { openModel } from "@linknet-kit/sources";
import type { KnownNetwork } from "./labellingNetwork.js";

/**
 * Files have their names of anyone. That of a network of the table is for the network as its paper has it: where the file counts otherwise, as one of another
 * width does, it is called as the file is.
 */
export async function networkInFile(word: string, size: Size): Promise<KnownNetwork | undefined> {
  const opened = await unlessUnknown(async () => await openModel(word, { size }));
  if (opened === undefined) return undefined;
  const { label, graph } = opened;
  const isOther = networks.some(({ name }) => name === label) && !(await isAsDesigned(label, graph, size));
  return { network: isOther ? basename(resolve(word)) : label, graph };
}

/** Seen were 3.0 % more in LinkNet's files for tfjs and 0.5 in ENet's, at any size, and none in ONNX, simplified or not. */
const LIKE = 0.04;

async function isAsDesigned(network: string, graph: Graph, size: Size): Promise<boolean> {
  const { shape = [] } = graph.outputs[0]?.type ?? {};
  // Labels say of how many classes they are none of it, and the last layer is a small part.
  const classes = shape.length === 4 ? shape[1] : undefined;
  const designed = await unlessUnknown(
    () => countCost(buildNetwork(network, { size, ...(classes !== undefined && { classes }) })).macs,
  );
  const own = await unlessUnknown(() => countCost(graph).macs);
  return designed !== undefined && own !== undefined && Math.abs(own / designed - 1) < LIKE;
}

async function unlessUnknown<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    // Runtimes may know operators that nothing here does.
    if (error instanceof LinknetError) return undefined;
    throw error;
  }
}
