/** Devices that a network can be predicted for, as data. */
import { LinknetError, describeIssues, findByName } from "@linknet-kit/base";
import type { PublishedDevice } from "@linknet-kit/models/published";
import { z } from "zod";

const positive = z.number().positive().max(1e6);

const deviceSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/, "expected at most 64 letters, digits, dots, dashes and underscores"),
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
export type DeviceSpec = Readonly<z.infer<typeof deviceSchema>>;

const CARD_LINK = "link: PCIe 3.0 x16 as copies from pinned memory reach it, our estimate, as are the reserved 0.5 GiB";

export const devices: readonly DeviceSpec[] = [
  {
    name: "titan-x-maxwell",
    title: "Titan X (Maxwell, 2015)",
    fp32Tflops: 6.1,
    memoryGBps: 336.5,
    hostLinkGBps: 12,
    memoryGiB: 12,
    reservedGiB: 0.5,
    source:
      "3,072 cores at the base clock of 1,000 MHz, two FLOPs each, and 336.5 GB/s: " +
      `https://hothardware.com/reviews/nvidia-geforce-gtx-titan-x-review-efficient-powerful; ${CARD_LINK}`,
  },
  {
    name: "titan-x-pascal",
    title: "Titan X (Pascal, 2016)",
    fp32Tflops: 10.2,
    memoryGBps: 480,
    hostLinkGBps: 12,
    memoryGiB: 12,
    reservedGiB: 0.5,
    source:
      "3,584 cores at the base clock of 1,417 MHz, two FLOPs each, and 480 GB/s: " +
      `https://www.technic3d.com/news/hardware/gehaeuse/11097-nvidia-fuehrt-neue-titan-x-grafikkarte-auf-basis-der-pascal-architektur-ein-update.htm; ${CARD_LINK}`,
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
    source:
      "Tegra X1: 256 cores at 1 GHz, two FLOPs each, and LPDDR4 of 25.6 GB/s: https://www.anandtech.com/show/8811/nvidia-tegra-x1-preview; " +
      "memory is shared with the host, so that the link and the reserved 1 GiB are our estimates; " +
      "fp16: 1.5 to 1.6 times as fast in published figures, of which we keep no link",
  },
];

/** The published points of a device; the paper's Titan X may be either card, so its points are read as each. */
export function publishedAs({ name }: DeviceSpec): PublishedDevice | undefined {
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

  constructor(data: { file: string; problem: string; hint?: string; cause?: unknown }) {
    super(`${data.file} describes no device: ${data.problem}`, {
      hint: data.hint ?? "docs/predict.md shows a description",
      cause: data.cause,
    });
  }
}

/** The device of that name; an `UnknownNameError` with the nearest name where there is none. */
export function findDevice(name: string): DeviceSpec {
  return findByName("device", name, devices);
}

/** Reads a device's description from JSON; `file` is for messages. A name of this table is refused: its points are not the file's. */
export function parseDevice(text: string, file: string): DeviceSpec {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidDeviceError({ file, problem: "it is no JSON", cause });
  }
  const parsed = deviceSchema.safeParse(json);
  if (!parsed.success)
    throw new InvalidDeviceError({
      file,
      problem: describeIssues(parsed.error.issues, { fields: Object.keys(deviceSchema.shape) }).join("; "),
    });
  if (devices.some(({ name }) => name === parsed.data.name))
    throw new InvalidDeviceError({ file, problem: `the name "${parsed.data.name}" is taken` });
  return parsed.data;
}
