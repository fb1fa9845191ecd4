/** What is evaluated, and what results say of it. */
import { LinknetError } from "@linknet-kit/base";
import type { Graph, Size } from "@linknet-kit/core";
import { type AccuracyResult, countSchema, summariseNetwork } from "@linknet-kit/results";
import { type LabellingNetwork, openLabeller } from "@linknet-kit/segment";
import { EvaluationChoiceError } from "./errors.js";

export interface EvaluatedModel {
  readonly labeller: LabellingNetwork;
  /** Of the images that it is fed. */
  readonly size: Size;
  readonly about: Pick<AccuracyResult, "network" | "width" | "artifact" | "dtype" | "cost">;
}

export async function openSubject(word: string, choices: Parameters<typeof openLabeller>[1]): Promise<EvaluatedModel> {
  const labeller = await openLabeller(word, choices);
  const { called, size, width, file } = labeller;
  if (size === undefined) {
    const problem = `"${word}" takes images of any size`;
    throw new EvaluationChoiceError({ problem, hint: "give the one that it was trained at with --size WxH" });
  }
  const known = await labeller.read();
  const about = {
    network: known?.network ?? called,
    artifact: called,
    dtype: file?.isHalf === true ? "fp16" : "fp32",
    ...(width !== undefined && { width }),
    ...(known && costOf(known.graph)),
  };
  return { labeller, size, about };
}

/** Nothing where an operator has no cost here. */
function costOf(graph: Graph): Pick<AccuracyResult, "cost"> {
  try {
    return { cost: countSchema.parse(summariseNetwork(graph)) };
  } catch (error) {
    if (error instanceof LinknetError) return {};
    throw error;
  }
}
