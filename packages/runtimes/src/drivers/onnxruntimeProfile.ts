/**
 * ONNX Runtime's profile, a list of trace events, of one run: which execution provider ran which node. The optimiser fuses, renames
 * and adds nodes, so they cannot be told from the graph, and are counted instead of weighed by their FLOPs.
 * https://onnxruntime.ai/docs/performance/tune-performance/profiling-tools.html
 */
import { z } from "zod";

const CPU = "CPUExecutionProvider";

/** Ops that a reason names before it stops. */
const MAX_OPS = 3;

const eventSchema = z.looseObject({ cat: z.string(), name: z.string() });

const nodeSchema = z.looseObject({
  args: z.looseObject({
    op_name: z.string().min(1),
    provider: z.string().min(1),
    /** One record an output, from its element type to its shape. */
    output_type_shape: z.array(z.record(z.string(), z.array(z.int().nonnegative()))),
  }),
});

export interface RanNodes {
  /** Nodes by the execution provider that ran them. */
  readonly providers: Readonly<Record<string, number>>;
  /** Ops of the nodes that compute numbers, by the same; what only computes shapes is not among them. */
  readonly computing: ReadonlyMap<string, readonly string[]>;
}

/** What ran, of the profile's text; throws where that is no profile, or one in which nothing ran. */
export function parseProfile(text: string): RanNodes {
  const providers: Record<string, number> = Object.create(null);
  const computing = new Map<string, string[]>();
  for (const { op_name, provider, output_type_shape } of parseNodes(text)) {
    providers[provider] = (providers[provider] ?? 0) + 1;
    const isComputing = output_type_shape.some((output) =>
      Object.keys(output).some((type) => /float|double/.test(type)),
    );
    if (isComputing) computing.set(provider, [...(computing.get(provider) ?? []), op_name]);
  }
  return { providers: { ...providers }, computing };
}

/** Why a run that was meant for a GPU does not count as one; `undefined` where every node that computes ran there. */
export function describeFallback({ computing }: RanNodes): string | undefined {
  const onCpu = computing.get(CPU) ?? [];
  if (onCpu.length === 0) return undefined;
  const total = [...computing.values()].reduce((sum, { length }) => sum + length, 0);
  const ops = [...new Set(onCpu)];
  const named = ops.slice(0, MAX_OPS).join(", ") + (ops.length > MAX_OPS ? ", ..." : "");
  return `${onCpu.length} of ${total} nodes that compute ran on the CPU (${named})`;
}

function parseNodes(text: string): readonly z.infer<typeof nodeSchema>["args"][] {
  try {
    const events = z.array(eventSchema).parse(JSON.parse(text));
    const kernels = events.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"));
    return z
      .array(nodeSchema)
      .min(1)
      .parse(kernels)
      .map(({ args }) => args);
  } catch (cause) {
    throw new Error("ONNX Runtime's profile does not say which nodes ran: update onnxruntime-node", { cause });
  }
}
