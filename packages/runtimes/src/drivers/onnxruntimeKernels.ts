/**
 * How long ONNX Runtime's kernels took, of its profile: each run's kernels are those that started within its `model_run`. What a kernel
 * computes besides its operator stands in the model that the optimiser saved, not in the profile.
 */
import type { OnnxInventory } from "@linknet-kit/onnx";
import { z } from "zod";
import type { KernelTimes, Tail, TimedRun } from "../profile/kernels.js";
import { summariseRuns } from "../profile/summariseRuns.js";

const microseconds = z.number().nonnegative();
const eventSchema = z.looseObject({ cat: z.string(), name: z.string() });
const timedSchema = z.looseObject({ name: z.string(), ts: microseconds, dur: microseconds });
const kernelSchema = timedSchema.extend({ args: z.looseObject({ op_name: z.string().min(1) }) });

const KERNEL = "_kernel_time";

type Timed = z.infer<typeof timedSchema>;

/** The first run is there to warm up and does not count. Throws where the text is no profile of runs of the same kernels. */
export function parseKernels(text: string, optimised: OnnxInventory["nodes"]): KernelTimes {
  const { runs, kernels } = parseEvents(text);
  const timed = runs.slice(1).map((run): TimedRun => {
    const own = kernels.filter(({ ts }) => ts >= run.ts && ts <= run.ts + run.dur);
    return {
      wallMs: run.dur / 1000,
      kernels: own.map(({ name, dur, args }) => {
        return { node: name.slice(0, -KERNEL.length), op: args.op_name, ms: dur / 1000 };
      }),
    };
  });
  const tails = new Map(optimised.map((node) => [node.name, tailsOf(node)]));
  const times = summariseRuns(timed);
  return {
    ...times,
    kernels: times.kernels.map((kernel) => {
      const own = tails.get(kernel.node) ?? [];
      return own.length === 0 ? kernel : { ...kernel, tails: own };
    }),
  };
}

function parseEvents(text: string) {
  try {
    const events = z.array(eventSchema).parse(JSON.parse(text));
    const byTime = <T extends Timed>(of: readonly T[]): readonly T[] => of.toSorted((a, b) => a.ts - b.ts);
    const runs = events.filter(({ cat, name }) => cat === "Session" && name === "model_run");
    const kernels = events.filter(({ cat, name }) => cat === "Node" && name.endsWith(KERNEL));
    return {
      runs: byTime(z.array(timedSchema).min(2).parse(runs)),
      kernels: byTime(z.array(kernelSchema).parse(kernels)),
    };
  } catch (cause) {
    throw new Error("ONNX Runtime's profile does not say how long its kernels took: update onnxruntime-node", {
      cause,
    });
  }
}

/** Its fused convolutions read a fourth value that they add, and have the activation as an attribute. */
function tailsOf({ type, inputs, activation }: OnnxInventory["nodes"][number]): readonly Tail[] {
  const adds = type.endsWith("Conv") && (inputs[3] ?? "") !== "";
  return [...(adds ? ["add" as const] : []), ...(activation === undefined ? [] : ["activation" as const])];
}
