/**
 * How long the kernels of a graph model take. tfjs's profile has kernels in the order they ran, without the nodes they ran for; those
 * are told by the executor's step that follows each node, so what ran since the step before belongs to that node.
 */
import { timed } from "@linknet-kit/base";
import type { GraphModel } from "@tensorflow/tfjs-converter";
import type * as Tf from "@tensorflow/tfjs-core";
import type { KernelTimes, TimedRun } from "../../profile/kernels.js";
import { repeatRuns } from "../../profile/repeatRuns.js";
import { summariseRuns } from "../../profile/summariseRuns.js";

type TfjsProfiler = Pick<typeof Tf, "profile" | "engine" | "getKernel" | "getBackend">;
type Kernels = Awaited<ReturnType<TfjsProfiler["profile"]>>["kernels"];

/** Part of the executor of tfjs 4, not of its interface: hence looked for before it is used. */
const AFTER_NODE = "checkTensorForDisposalWithNodeLiveUntilInfo";
type AfterNode = (node: { readonly name: string }, ...rest: unknown[]) => void;

interface Stepping {
  /** Where kernels end up while tfjs profiles. */
  readonly kernels: () => number;
  /** Each node with the number of kernels that had run after it. */
  ends: { readonly node: string; readonly end: number }[];
}

/** Calls `run` some times; the first is there to warm up. Throws where this tfjs does not tell its steps. */
export async function profileGraphModel(
  tf: TfjsProfiler,
  model: GraphModel,
  run: () => Promise<unknown>,
  onRun: () => void,
): Promise<KernelTimes> {
  const { activeProfile } = tf.engine().state;
  const backend = tf.getBackend();
  const isKernel = (name: string): boolean => tf.getKernel(name, backend) !== undefined;
  const stepping: Stepping = { kernels: () => activeProfile.kernels.length, ends: [] };
  followNodes(model, stepping);
  const runs: TimedRun[] = [];
  await repeatRuns(async () => {
    stepping.ends = [];
    let wallMs = 0;
    const { kernels } = await tf.profile(async () => {
      [, wallMs] = await timed(run);
      return [];
    });
    runs.push({ wallMs, kernels: await join(kernels, stepping.ends, isKernel) });
  }, onRun);
  return summariseRuns(runs.slice(1));
}

function followNodes(model: GraphModel, stepping: Stepping): void {
  const { executor } = model as unknown as { readonly executor?: Record<string, unknown> };
  const afterNode = executor?.[AFTER_NODE];
  if (executor === undefined || typeof afterNode !== "function") {
    throw new Error("this version of tfjs does not tell which node a kernel ran for");
  }
  executor[AFTER_NODE] = ((node, ...rest) => {
    stepping.ends.push({ node: node.name, end: stepping.kernels() });
    (afterNode as AfterNode).call(executor, node, ...rest);
  }) satisfies AfterNode;
}

/** What ran before the first node or after the last, such as to read the outputs back, keeps an empty name. */
async function join(kernels: Kernels, ends: Stepping["ends"], isKernel: (name: string) => boolean) {
  let step = 0;
  const placed = kernels.map((kernel, index) => {
    while (step < ends.length && ends[step]!.end <= index) step += 1;
    return { kernel, node: ends[step]?.node ?? "" };
  });
  // An op in JavaScript stands there too, with the time of the kernels that it called.
  const own = placed.filter(({ kernel }) => isKernel(kernel.name));
  return await Promise.all(own.map(async ({ kernel, node }) => ({ node, op: kernel.name, ms: await timeOf(kernel) })));
}

async function timeOf({ kernelTimeMs }: Kernels[number]): Promise<number> {
  const ms: unknown = await kernelTimeMs;
  if (typeof ms === "number") return ms;
  throw new Error("this backend of tfjs does not tell how long its kernels take");
}
