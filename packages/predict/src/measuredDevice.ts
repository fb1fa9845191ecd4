/** A machine that a suite measured, as a device to predict for: its roofs stand where a maker's peaks would. */
import { findByName } from "@linknet-kit/base";
import { type DeviceSpec, InvalidDeviceError } from "@linknet-kit/predict";
import { counted } from "./counted.js";

/** What a system and a runtime keep of a computer's memory; a guess that only decides what fits. */
const RESERVED_GIB = 0.5;

export interface MeasuredDevice {
  readonly word: string;
  readonly path: string;
  readonly runtime: string;
  readonly threads: number | undefined;
}

/** `result.json#onnxruntime-node/cpu`, with `@2` for two threads; `undefined` for words of any other form. */
export function parseMeasuredDevice(word: string): MeasuredDevice | undefined {
  const [, path, runtime, threads] = /^(.+\.json)#([^#@]+)(?:@(\d{1,4}))?$/.exec(word) ?? [];
  if (path === undefined || runtime === undefined) return undefined;
  return { word, path, runtime, threads: threads === undefined ? undefined : Number(threads) };
}

/** Of several numbers of threads, the fastest unless one is named. A runtime without both roofs is an `InvalidDeviceError`. */
export async function readMeasuredDevice({ word, path, runtime, threads }: MeasuredDevice): Promise<DeviceSpec> {
  const { readResultFile } = await import("@linknet-kit/results/files");
  const { roofs = [], environment, createdAt } = await readResultFile(path);
  const refuse = (problem: string) => new InvalidDeviceError({ file: word, problem });
  if (roofs.length === 0) throw refuse("the file has no roofs: measure them with linknet bench");
  const { name } = findByName(
    "runtime with roofs",
    runtime,
    roofs.map((roof) => ({ name: roof.runtime })),
  );
  const own = roofs.filter((roof) => roof.runtime === name && (threads === undefined || roof.threads === threads));
  const [fastest] = own.toSorted((a, b) => (b.gflops ?? 0) - (a.gflops ?? 0));
  if (fastest === undefined) {
    const problem = `there is no roof with ${counted(threads ?? 1, "thread")}`;
    const known = roofs.filter((roof) => roof.runtime === name).map((roof) => roof.threads);
    const hint = `the file has ${known.join(", ")}; linknet bench --threads ${[...known, threads].join(",")} measures it too`;
    throw new InvalidDeviceError({ file: word, problem, hint });
  }
  if (fastest.device !== environment.cpu.model)
    throw refuse("roofs of a GPU, of which nobody measured how fast images are copied to it");
  const { gflops, gigabytesPerSecond, reason } = fastest;
  if (gflops === undefined || gigabytesPerSecond === undefined)
    throw refuse(`a roof is missing: ${reason ?? "the file gives no reason"}`);
  return {
    name: word,
    title: `${environment.cpu.model}, ${runtime}, ${counted(fastest.threads, "thread")}`,
    fp32Tflops: gflops / 1000,
    memoryGBps: gigabytesPerSecond,
    hostLinkGBps: gigabytesPerSecond,
    memoryGiB: environment.memoryMB / 1024,
    reservedGiB: RESERVED_GIB,
    source: `roofs measured at ${createdAt}`,
  };
}
