/** Devices that a network can be predicted for, as data. */
import { LinknetError, findByName } from "@linknet-kit/core";
import type { PublishedDevice } from "@linknet-kit/report/published";
import { z } from "zod";

const positive = z.number().positive().max(1e6);

const deviceSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/),
  title: z.string().min(1).max(100),
  /** Peak rate of 32-bit multiply-accumulates, two FLOPs each. */
  fp32Tflops: positive,
  /** How much faster 16-bit numbers were found to be; absent where they are not worth it. */
  fp16Gain: positive.optional(),
  memoryGBps: positive,
  /** Between host and device, one direction; the first guess of what is fitted where there are published points. */
  hostLinkGBps: positive,
  memoryGiB: positive,
  /** What the operating system and the framework keep of that memory. */
  reservedGiB: z.number().nonnegative().max(1e6),
  source: z.string().min(1).max(1000),
});

/** One device; figures are peaks as its maker states them, and `source` says where. */
export type Device = Readonly<z.infer<typeof deviceSchema>>;

const TITAN_SOURCE = "NVIDIA's specification at base clock; PCIe 3.0 x16 as copies from pinned memory reach it";

export const devices: readonly Device[] = [
  {
    name: "titan-x-maxwell",
    title: "Titan X (Maxwell, 2015)",
    fp32Tflops: 6.1,
    memoryGBps: 336.5,
    hostLinkGBps: 12,
    memoryGiB: 12,
    reservedGiB: 0.5,
    source: TITAN_SOURCE,
  },
  {
    name: "titan-x-pascal",
    title: "Titan X (Pascal, 2016)",
    fp32Tflops: 10.2,
    memoryGBps: 480,
    hostLinkGBps: 12,
    memoryGiB: 12,
    reservedGiB: 0.5,
    source: TITAN_SOURCE,
  },
  {
    name: "jetson-tx1",
    title: "Jetson TX1",
    fp32Tflops: 0.512,
    fp16Gain: 1.55,
    memoryGBps: 25.6,
    hostLinkGBps: 8,
    memoryGiB: 4,
    reservedGiB: 1,
    source: "NVIDIA's specification; memory is shared with the host; fp16 was published as 1.5 to 1.6 times as fast",
  },
];

/** The published points of a device; the paper's Titan X may be either card, so its points are read as each. */
export function publishedAs({ name }: Device): PublishedDevice | undefined {
  const known = new Map<string, PublishedDevice>([
    ["titan-x-maxwell", "Titan X"],
    ["titan-x-pascal", "Titan X"],
    ["jetson-tx1", "TX1"],
  ]);
  return known.get(name);
}

/** A device description that does not have the documented form. */
export class InvalidDeviceError extends LinknetError {
  readonly code = "INVALID_DEVICE";

  constructor(data: { file: string; problem: string; cause?: unknown }) {
    super(`${data.file} describes no device: ${data.problem}`, {
      ...data,
      hint: "docs/predict.md shows a description",
    });
  }
}

/** The device of that name; an `UnknownNameError` with the nearest name where there is none. */
export function findDevice(name: string): Device {
  return findByName("device", name, devices);
}

/** Reads a device's description from JSON; `file` is for messages. A name of this table is refused: its points are not the file's. */
export function parseDevice(text: string, file: string): Device {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidDeviceError({ file, problem: "it is no JSON", cause });
  }
  const parsed = deviceSchema.safeParse(json);
  if (!parsed.success) throw new InvalidDeviceError({ file, problem: z.prettifyError(parsed.error) });
  if (devices.some(({ name }) => name === parsed.data.name))
    throw new InvalidDeviceError({ file, problem: `the name "${parsed.data.name}" is taken` });
  return parsed.data;
}
