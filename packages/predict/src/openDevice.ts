/** A device as a user names it: by its name here, by a description of it, or by what a suite measured on it. */
import { counted, findByName } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { type DeviceSpec, InvalidDeviceError, findDevice, parseDevice } from "./devices.js";

/** Far more than a description of a device has. */
const MAXIMUM_DEVICE_BYTES = 1_000_000;

/** What a system and a runtime keep of a computer's memory; a guess that only decides what fits. */
const RESERVED_GIB = 0.5;

interface MeasuredDevice {
  readonly word: string;
  readonly path: string;
  readonly runtime: string;
  readonly threads: number | undefined;
}

/**
 * A name of the table, a `.json` file that describes a device, or a runtime that a result file has roofs of: `result.json#onnxruntime-node/cpu`,
 * with `@2` for its roofs on two threads. The roofs stand where a maker's peaks would. An `InvalidDeviceError` for anything else of these forms.
 */
export async function openDevice(word: string): Promise<DeviceSpec> {
  const measured = parseMeasuredDevice(word);
  if (measured !== undefined) return await readMeasuredDevice(measured);
  if (!word.endsWith(".json")) return findDevice(word);
  const bytes = await readBytes(word, { maximumBytes: MAXIMUM_DEVICE_BYTES });
  return parseDevice(new TextDecoder().decode(bytes), word);
}

/** `result.json#onnxruntime-node/cpu`, with `@2` for two threads; `undefined` for words of any other form. */
function parseMeasuredDevice(word: string): MeasuredDevice | undefined {
  const [, path, runtime, threads] = /^(.+\.json)#([^#@]+)(?:@(\d{1,4}))?$/.exec(word) ?? [];
  if (path === undefined || runtime === undefined) return undefined;
  return { word, path, runtime, threads: threads === undefined ? undefined : Number(threads) };
}

/** Of several numbers of threads, the fastest unless one is named. A runtime without both roofs is an `InvalidDeviceError`. */
async function readMeasuredDevice({ word, path, runtime, threads }: MeasuredDevice): Promise<DeviceSpec> {
  // Loaded only where it is needed: most devices are rows of a table.
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
