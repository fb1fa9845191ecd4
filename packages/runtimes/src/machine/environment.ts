/** The machine that a suite runs on. */
import { cpus, loadavg, release, totalmem, type } from "node:os";
import type { Environment } from "@linknet-kit/results";
import { allowedCores, cpuModel, readText } from "./cores.js";

/** What no small file tells on every system. */
type Surroundings = Pick<Environment, "os" | "gpus"> & Pick<Partial<Environment>, "virtualisation">;

/** A driver's own tool may hang; the suite does not wait for it. */
const PATIENCE_MS = 10_000;

/** Captures the machine as it is now; `runtimes` are versions by name. Fields that cannot be read are left out. */
export async function captureEnvironment(runtimes: Environment["runtimes"], gitDirty?: boolean): Promise<Environment> {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  const governor = readText("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  const clockMHz = cpus()[0]?.speed;
  const { os, gpus, virtualisation } = await readSurroundings();
  return {
    cpu: {
      model: cpuModel(),
      logicalCores: cpus().length,
      allowedCores: allowedCores(),
      ...(governor === undefined ? {} : { governor }),
      ...(clockMHz === undefined || clockMHz === 0 ? {} : { clockMHz }),
    },
    memoryMB: Math.round(totalmem() / 2 ** 20),
    loadAverage: [one, five, fifteen],
    os,
    kernel: release(),
    architecture: process.arch,
    ...(virtualisation === undefined ? {} : { virtualisation }),
    gpus,
    node: process.versions.node,
    runtimes,
    ...(gitDirty === undefined ? {} : { gitDirty }),
  };
}

let known: Promise<Surroundings> | undefined;

/** Asked once a process: some forty small programs answer, and what they say lasts. */
function readSurroundings(): Promise<Surroundings> {
  known ??= askInTime();
  return known;
}

async function askInTime(): Promise<Surroundings> {
  const unknown: Surroundings = { os: type(), gpus: [] };
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<Surroundings>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, unknown)));
  try {
    return await Promise.race([askSystem(), patience]);
  } catch {
    return unknown;
  } finally {
    clearTimeout(timer);
  }
}

async function askSystem(): Promise<Surroundings> {
  // Only a suite needs this package, and it takes a tenth of a second to load.
  const { graphics, osInfo, system } = (await import("systeminformation")).default;
  const [{ controllers }, { distro, release: edition }, { virtual, virtualHost }] = await Promise.all([
    graphics(),
    osInfo(),
    system(),
  ]);
  const container = readText("/.dockerenv") === undefined ? readText("/run/systemd/container") : "docker";
  const around = [container, virtual ? virtualHost?.toLowerCase() || "virtual machine" : undefined].filter(Boolean);
  return {
    os: `${distro} ${edition}`.trim(),
    gpus: controllers.map(({ model, driverVersion, vram }) => ({
      model,
      ...(driverVersion ? { driver: driverVersion } : {}),
      ...(vram ? { memoryMB: vram } : {}),
    })),
    ...(around.length > 0 ? { virtualisation: around.join(" in ") } : {}),
  };
}
