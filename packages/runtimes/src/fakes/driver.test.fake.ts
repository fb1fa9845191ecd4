/** A fake driver, for tests: computes ReLU by itself, and misbehaves in the way its URL's fragment names. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type FloatTensor, floats } from "@linknet-kit/core";
import type { Driver, Session, Tensors } from "../runtime/runtime.js";

const { hash, searchParams } = new URL(import.meta.url);
const behaviour = hash.slice(1);

/** What each misbehaviour does instead of a right answer; only those named here ever run. */
const misbehaviours: Readonly<Record<string, (inputs: Tensors) => Tensors | Promise<Tensors>>> = {
  exits: () => process.exit(0),
  complains: () => {
    process.stderr.write("\u001B[31mlicence server\u0007 not found\u001B[0m\n");
    process.exit(3);
  },
  crashes: () => process.abort(),
  "is-killed": () => {
    process.kill(process.pid, "SIGKILL");
    return spin();
  },
  hangs: () => spin(),
  throws: () => {
    throw new Error("operator Relu is not implemented");
  },
  "is-wrong": (inputs) => relu(inputs, 0.5),
  "is-nan": (inputs) => relu(inputs, Number.NaN),
  "is-elsewhere": (inputs) => ({ labels: relu(inputs, 0).logits! }),
  "is-slow": async (inputs) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return relu(inputs, 0);
  },
};

export const driver: Driver = {
  probe: async () => {
    if (behaviour === "crashes-when-asked") process.abort();
    if (behaviour === "is-absent") throw new Error("no such accelerator");
    const device = { version: "1.0.0", device: "fake device", threads: 4 };
    return behaviour === "is-software" ? { ...device, slowness: 1000, isSoftware: true } : device;
  },
  load: async (artifact, { threads }): Promise<Session> => ({
    device: "fake device",
    threads: behaviour === "is-single" ? 1 : threads,
    run: runOf(artifact),
    ...(behaviour === "times-itself" ? timesItself(() => 4) : {}),
    ...(behaviour === "is-throttled" ? timesItself((index) => (index < 12 ? 400 : 700)) : {}),
    ...(behaviour === "is-disturbed" ? timesItself((index) => (index < 12 ? 4 : 7)) : {}),
    release: async () => {},
  }),
  place: async () =>
    behaviour === "falls-back"
      ? { providers: { FakeExecutionProvider: 3, CPUExecutionProvider: 1 }, fallback: "1 of 4 nodes ran on the CPU" }
      : { providers: { FakeExecutionProvider: 4 } },
};

/** Artifacts called slow take four times as long as others: always, or where the behaviour says so in the first process alone. */
function runOf(artifact: string): Session["run"] {
  if (behaviour === "runs-no-copies") {
    return async (inputs) => {
      if (/^layers-\d+\.onnx$/.test(basename(artifact))) throw new Error("too many outputs");
      return relu(inputs, 0);
    };
  }
  if (!artifact.endsWith(".fake"))
    return async (inputs) => await (misbehaviours[behaviour]?.(inputs) ?? relu(inputs, 0));
  const marker = `${artifact}.seen`;
  const [seenBy, self] = [existsSync(marker) ? readFileSync(marker, "utf8") : undefined, String(process.pid)];
  const isSeen = seenBy !== undefined && seenBy !== self;
  const isSlow = artifact.includes("slow");
  // So much faster that no noise makes it slow again.
  const tookMs = isSlow && behaviour === "is-slow-once" && isSeen ? 0.5 : isSlow ? 8 : 2;
  writeFileSync(marker, isSeen ? seenBy : self);
  return async (inputs) => {
    const end = performance.now() + tookMs;
    while (performance.now() < end);
    return relu(inputs, 0);
  };
}

/** A runtime that runs and is timed in another process than its driver, and takes its channels last. */
function timesItself(sampleMs: (index: number) => number): Pick<Session, "layout" | "loadTimes" | "measure"> {
  return {
    layout: "channels-last",
    loadTimes: { runtimeMs: 1, sessionMs: 2 },
    measure: async (inputs, { onProgress }) => {
      onProgress({ stage: "first run" });
      const samplesMs = Array.from({ length: 24 }, (_, index) => sampleMs(index));
      return { firstRunMs: 3, warmupRuns: 2, samplesMs, outputs: relu(inputs, 0), peakRssMB: 5 };
    },
  };
}

function relu({ image }: Tensors, offset: number): Tensors {
  const { shape } = image!;
  const data = floats(image as FloatTensor).map((value) => Math.max(0, value) + offset);
  return { logits: { dtype: "float32", shape, data } };
}

/** Keeps the thread busy for good, as a runtime's native code does, after leaving word of which process this is. */
function spin(): never {
  const pidFile = searchParams.get("pid");
  if (pidFile !== null) writeFileSync(pidFile, String(process.pid));
  for (;;);
}
