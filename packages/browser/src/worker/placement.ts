/**
 * Which provider ONNX Runtime placed the nodes of a graph on. In a browser its profile is out of reach, as it lies in the memory of
 * the WebAssembly module, but a session that is verbose logs where it placed each node, to the console.
 */
import type { NodePlacement } from "@linknet-kit/runtimes";

const CPU = "CPUExecutionProvider";

/** Ops that a reason names before it stops. */
const MAX_OPS = 3;

/** What copies between providers, and what computes shapes, which is placed on the CPU on purpose. */
const NO_COMPUTING = new Set(["MemcpyToHost", "MemcpyFromHost", "Shape", "Size"]);

const METHODS = ["debug", "error", "info", "log", "warn"] as const;

/**
 * Listens to the console from now on, which must be before the runtime starts, as that keeps the methods it finds. The returned
 * function gives the placement that is logged while `create` makes a session, and prints nothing meanwhile.
 */
export function recordPlacement(): (create: () => Promise<void>) => Promise<NodePlacement> {
  let recorded: string[] | undefined;
  for (const method of METHODS) {
    const print = console[method].bind(console);
    console[method] = (...args: unknown[]) => {
      if (recorded === undefined) print(...args);
      else recorded.push(args.map(String).join(" "));
    };
  }
  return async (create) => {
    recorded = [];
    try {
      await create();
      return parsePlacement(recorded.join("\n"));
    } finally {
      recorded = undefined;
    }
  };
}

/** The placement in a verbose log; throws where it holds none. */
export function parsePlacement(log: string): NodePlacement {
  const text = withoutEscapes(log);
  const providers: Record<string, number> = {};
  const opsOnCpu: string[] = [];
  let current: string | undefined;
  for (const line of text.split("\n")) {
    const group = /\b(?:All nodes|Node\(s\)) placed on \[(\w+)\]\. Number of nodes: (\d+)/.exec(line);
    if (group !== null) {
      current = group[1]!;
      providers[current] = Number(group[2]);
      continue;
    }
    const node = /\] {2,}(\w+) \(.*\)\s*$/.exec(line);
    if (node !== null && current === CPU) opsOnCpu.push(node[1]!);
  }
  if (Object.keys(providers).length === 0) throw new Error("ONNX Runtime does not say where it placed the nodes");
  const fallback = describeFallback(providers, opsOnCpu);
  return { providers, ...(fallback === undefined ? {} : { fallback }) };
}

const COLOURS = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, "g");

/** The runtime colours its log by severity. */
function withoutEscapes(text: string): string {
  return text.replaceAll(COLOURS, "");
}

function describeFallback(
  providers: Readonly<Record<string, number>>,
  opsOnCpu: readonly string[],
): string | undefined {
  const computing = opsOnCpu.filter((op) => !NO_COMPUTING.has(op));
  const total = Object.values(providers).reduce((sum, count) => sum + count, 0);
  // Where everything is in one place, the nodes are not listed.
  if (providers[CPU] === total) return `all ${total} nodes ran on the CPU`;
  if (computing.length === 0) return undefined;
  const ops = [...new Set(computing)];
  const named = ops.slice(0, MAX_OPS).join(", ") + (ops.length > MAX_OPS ? ", ..." : "");
  return `${computing.length} of ${total} nodes ran on the CPU (${named})`;
}
