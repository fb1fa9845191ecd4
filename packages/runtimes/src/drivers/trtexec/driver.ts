/**
 * NVIDIA's trtexec as a driver, on this machine or, with the device in this module's URL's fragment, over ssh: the device needs no
 * Node. https://github.com/NVIDIA/TensorRT/tree/release/8.2/samples/trtexec
 */
import { Readable } from "node:stream";
import { shellWord, timed } from "@linknet-kit/base";
import type { Tensor } from "@linknet-kit/core";
import { MINIMUM_RUNS } from "../../measure/loop.js";
import type { Device, Driver, LoadedToMeasure, Session, Tensors, Timed } from "../../runtime/runtime.js";
import type { TimingOptions } from "../../runtime/timing.js";
import { readBuildMs, readComplaint, readDevice, readVersion } from "./readLog.js";
import { readOutputs } from "./readOutput.js";
import { readTrace } from "./readTrace.js";
import { Shell } from "./shell.js";
import { parseTarget } from "./target.js";
import { Workplace } from "./workplace.js";

/** JetPack puts it where no PATH looks. */
const PLACES = ["trtexec", "/usr/src/tensorrt/bin/trtexec"];

/** Building an engine may take minutes in silence: progress is reported at this interval. */
const SIGN_OF_LIFE_MS = 10_000;
const BUILD_LIMIT_MS = 1_800_000;

const TIMES = "times.json";
const OUTPUT = "output.json";

const given = decodeURIComponent(new URL(import.meta.url).hash.slice(1));
const shell = new Shell(given === "" ? undefined : parseTarget(given));

export const driver: Driver = { probe, load };

async function probe(): Promise<Device> {
  const trtexec = await find();
  const { stdout, stderr } = await shell.run(`${shellWord(trtexec)} --help`);
  const log = `${stdout.toString()}\n${stderr}`;
  const version = readVersion(log);
  if (version === undefined) throw new Error(`${trtexec} does not say which version it is: ${readComplaint(log)}`);
  const device = await askDevice();
  return { version: `TensorRT ${version}`, device: device ?? "unknown NVIDIA GPU", threads: 1 };
}

async function find(): Promise<string> {
  const own = process.env["LINKNET_TRTEXEC"];
  const tries = (own ? [own] : PLACES).map((place) => `command -v ${shellWord(place)}`).join(" || ");
  const { code, stdout } = await shell.run(tries);
  const path = stdout.toString().trim();
  if (code === 0 && path !== "") return path;
  throw new Error(own ? `LINKNET_TRTEXEC is "${own}", which is no program there` : "there is no trtexec");
}

/** A Jetson says in its device tree what it is, other machines by NVIDIA's tool. */
async function askDevice(): Promise<string | undefined> {
  const script = "cat /proc/device-tree/model 2>/dev/null || nvidia-smi --query-gpu=name --format=csv,noheader";
  const { code, stdout } = await shell.run(script);
  const name = stdout.toString().replaceAll("\0", "").split("\n")[0]!.trim();
  return code === 0 && name !== "" ? name : undefined;
}

async function load(artifact: string): Promise<Session> {
  const trtexec = await find();
  const workplace = await Workplace.open(shell);
  await workplace.putFile("model.onnx", artifact);
  return {
    threads: 1,
    measure: async (inputs, options) => await runOnce(workplace, { trtexec, inputs, options }),
    run: async (inputs) => (await runOnce(workplace, { trtexec, inputs, options: BRIEF })).outputs,
    release: async () => await workplace.close(),
  };
}

/** For a run that is not timed. */
const BRIEF: TimingOptions = { timing: { budgetMs: 0, limitMs: BUILD_LIMIT_MS }, onProgress: () => {} };

interface Call {
  readonly trtexec: string;
  readonly inputs: Tensors;
  readonly options: TimingOptions;
}

/** Builds the engine, warms up, measures and keeps the last output: trtexec does all of it in one call. */
async function runOnce(workplace: Workplace, { trtexec, inputs, options }: Call): Promise<Timed & LoadedToMeasure> {
  const { timing, onProgress } = options;
  for (const [name, tensor] of Object.entries(inputs)) await workplace.put(`${name}.bin`, bytesOf(tensor));
  const warmUpMs = Math.max(200, Math.round(timing.budgetMs / 4));
  const words = [
    trtexec,
    "--onnx=model.onnx",
    `--loadInputs=${Object.keys(inputs)
      .map((name) => `${name}:${name}.bin`)
      .join()}`,
    `--warmUp=${warmUpMs}`,
    `--duration=${Math.ceil((0.75 * timing.budgetMs) / 1000)}`,
    `--iterations=${MINIMUM_RUNS}`,
    // One query after the other, so that its copies are within its time and not beside another's.
    "--exposeDMA",
    "--noTF32",
    "--useSpinWait",
    `--exportTimes=${TIMES}`,
    `--exportOutput=${OUTPUT}`,
  ];
  const alive = setInterval(() => onProgress({ stage: "load" }), SIGN_OF_LIFE_MS);
  try {
    const [log, wallMs] = await timed(() => callWithin(BUILD_LIMIT_MS + timing.limitMs, workplace, words));
    const { spanMs, ...trace } = readTrace((await workplace.get(TIMES)).toString(), warmUpMs);
    const sessionMs = readBuildMs(log) ?? 0;
    const device = readDevice(log);
    return {
      ...trace,
      outputs: readOutputs(await workplace.get(OUTPUT)),
      // What is neither building nor running is starting the process, CUDA and the parser.
      loadTimes: { runtimeMs: Math.max(0, wallMs - sessionMs - spanMs), sessionMs },
      ...(device === undefined ? {} : { device }),
    };
  } catch (error) {
    await workplace.close();
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Its log; rejects with its own words where it fails. */
async function callWithin(limitMs: number, workplace: Workplace, words: readonly string[]): Promise<string> {
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`trtexec did not end within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    const { code } = await Promise.race([workplace.run(words, { onLine: (line) => lines.push(line) }), late]);
    const log = lines.join("\n");
    if (code === 0 && !log.includes("&&&& FAILED")) return log;
    throw new Error(`trtexec failed with exit code ${code}: ${readComplaint(log)}`);
  } finally {
    clearTimeout(timer);
  }
}

function bytesOf({ data }: Tensor): Readable {
  const { buffer, byteOffset, byteLength } = data;
  return Readable.from([Buffer.from(buffer, byteOffset, byteLength)]);
}
