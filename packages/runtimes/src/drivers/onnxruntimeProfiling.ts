/** Runs of ONNX Runtime's Node binding that are profiled and not timed, in sessions of their own. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import { inspectOnnx } from "@linknet-kit/onnx";
import type { InferenceSession as Session } from "onnxruntime-node";
import { peers } from "../peers.js";
import type { KernelTimes } from "../profile/kernels.js";
import { repeatRuns } from "../profile/repeatRuns.js";
import type { NodePlacement, Tensors } from "../runtime/runtime.js";
import { wrapSession } from "../session/onnxruntimeSession.js";
import { parseKernels } from "./onnxruntimeKernels.js";
import { describeFallback, parseProfile } from "./onnxruntimeProfile.js";

const { InferenceSession, Tensor } = peers.load("onnxruntime-node") as typeof import("onnxruntime-node");

export interface Profiled {
  readonly artifact: string;
  readonly inputs: Tensors;
  readonly threads: number;
  readonly options: Session.SessionOptions;
}

/** Where the nodes ran; that one ran on the CPU is a fallback where a GPU was asked for. */
export async function placeNodes(profiled: Profiled, isGpu: boolean): Promise<NodePlacement> {
  const text = await withTemporaryFolder("profile", undefined, (folder) =>
    profileRuns(profiled, { folder, repeat: (run) => run() }),
  );
  const ran = parseProfile(text);
  const fallback = isGpu ? describeFallback(ran) : undefined;
  return { providers: ran.providers, ...(fallback === undefined ? {} : { fallback }) };
}

export async function timeKernels(profiled: Profiled, onRun: () => void): Promise<KernelTimes> {
  return await withTemporaryFolder("profile", undefined, async (folder) => {
    const optimisedModelPath = join(folder, "optimised.onnx");
    const repeat = (run: () => Promise<unknown>): Promise<void> => repeatRuns(run, onRun);
    const text = await profileRuns(profiled, { folder, repeat, optimisedModelPath });
    return parseKernels(text, (await inspectOnnx(optimisedModelPath)).nodes);
  });
}

interface ProfiledRuns {
  readonly folder: string;
  readonly repeat: (run: () => Promise<unknown>) => Promise<unknown>;
  /** Where to keep what the optimiser made of the artifact. */
  readonly optimisedModelPath?: string;
}

/** The profile's text. */
async function profileRuns(
  { artifact, inputs, threads, options }: Profiled,
  { folder, repeat, optimisedModelPath }: ProfiledRuns,
): Promise<string> {
  const session = await InferenceSession.create(artifact, {
    ...options,
    enableProfiling: true,
    profileFilePrefix: join(folder, "nodes"),
    // It warns that a saved model fits this machine alone, which is what is wanted here.
    ...(optimisedModelPath === undefined ? {} : { optimizedModelFilePath: optimisedModelPath, logSeverityLevel: 3 }),
  });
  const wrapped = wrapSession(session, { Tensor, threads });
  await repeat(() => wrapped.run(inputs));
  session.endProfiling();
  await session.release();
  // Its name ends with the time of day, which the binding does not tell.
  const file = (await readdir(folder)).find((name) => name.startsWith("nodes"));
  return await readFile(join(folder, file ?? "missing"), "utf8");
}
