import { compareOutputs } from "../measure/compare.js";
import type { Comparison } from "../measure/measurement.js";
import type { Tensors } from "../runtime/runtime.js";
import type { CheckJob, MeasureJob } from "./protocol.js";
import { loadOutput } from "./stored.js";

/** What was answered against the outputs that the job names the folder of. */
export async function compareWithKept(
  { artifact: { outputs }, expectedFolder, tolerance }: CheckJob | MeasureJob,
  actual: Tensors,
): Promise<Comparison> {
  const expectedOf = (index: number) => loadOutput(expectedFolder, index);
  return await compareOutputs(outputs, actual, { expectedOf, tolerance });
}
