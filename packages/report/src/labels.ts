/** Short names for what results were measured with, which a table explains once: `ORT CPU`, `tfjs wasm (Chromium)`. */
import { USUAL_PRECISION, type Result } from "@linknet-kit/results";
import { formatQuantity } from "./format.js";

/** Backends as those who make them write them. */
const backends: ReadonlyMap<string, string> = new Map([
  ["cpu", "CPU"],
  ["cuda", "CUDA"],
  ["tensorrt", "TensorRT"],
  ["webgpu", "WebGPU"],
  ["webgl", "WebGL"],
  ["node", "Node"],
  ["node-gpu", "Node GPU"],
]);

const libraries = [
  { pattern: /^onnxruntime-node\/([\w-]+)$/, name: "ORT" },
  { pattern: /^onnxruntime-web\/([\w-]+)$/, name: "ORT Web" },
  { pattern: /^tfjs\/([\w-]+)$/, name: "tfjs" },
  { pattern: /^onnxruntime-([\w-]+)$/, name: "ORT Web", inBrowser: true },
  { pattern: /^tfjs-([\w-]+)$/, name: "tfjs", inBrowser: true },
] as const;

/** `ORT CPU` for `onnxruntime-node/cpu`, `tfjs WebGL (Firefox)` for `firefox/tfjs-webgl`; a runtime that is not known keeps its name. */
export function shortRuntime(runtime: string): string {
  if (runtime === "trtexec/gpu") return "TensorRT";
  const [family = "", ...rest] = runtime.split("/");
  for (const { pattern, name, ...library } of libraries) {
    const inBrowser = "inBrowser" in library;
    const backend = pattern.exec(inBrowser ? rest.join("/") : runtime)?.[1];
    if (backend === undefined) continue;
    const short = `${name} ${backends.get(backend) ?? backend}`;
    return inBrowser ? `${short} (${family.charAt(0).toUpperCase()}${family.slice(1)})` : short;
  }
  return runtime;
}

/** Whether the device is a program that plays a GPU: its times say nothing of any hardware. */
export function isSoftware({ device }: Pick<Result, "device">): boolean {
  return device.endsWith("(software, no GPU)");
}

/** The GPU in what browsers call an adapter: `GeForce GTX 970` of `ANGLE (NVIDIA, GeForce GTX 970 Direct3D11 vs_5_0 ps_5_0, D3D11)`. */
export function shortAdapter(device: string): string {
  const software = /swiftshader|llvmpipe/i.exec(device)?.[0];
  if (software !== undefined) return `${software} (software)`;
  const angle = /^ANGLE \([^,]+, (.+), [^,]+\)$/.exec(device)?.[1];
  return angle?.replace(/ (Direct3D|OpenGL|Vulkan|vs_).*$/, "") ?? device;
}

/** `2 threads`, `1 of 2 threads` where a runtime took fewer than it was asked for, `default threads` where it was asked for none. */
export function describeThreads({ threads, requestedThreads }: Pick<Result, "threads" | "requestedThreads">): string {
  if (requestedThreads !== undefined) return `${threads} of ${formatQuantity(requestedThreads, "thread")}`;
  return threads === 0 ? "default threads" : formatQuantity(threads, "thread");
}

function typeOf({ dtype }: Result): string {
  return dtype;
}

/** What tells results of one runtime apart; `isOf` says within what it must vary to be said. */
const details = [
  { text: ({ runtime }: Result) => runtime, within: "report" },
  { text: ({ device }: Result) => shortAdapter(device), within: "file" },
  { text: ({ device }: Result) => device, within: "file" },
  { text: describeThreads, within: "report" },
  { text: typeOf, within: "report" },
  { text: ({ batch }: Result) => `batch ${batch}`, within: "report" },
] as const;

/** One label a configuration (given by a result of each, file by file), different within a file and as short as that allows. */
export function labelConfigurations(files: readonly (readonly Result[])[]): readonly (readonly string[])[] {
  const stemOf = (result: Result): string => {
    const short = shortRuntime(result.runtime);
    if (!isSoftware(result)) return short;
    return short.endsWith(")") ? `${short.slice(0, -1)}, software)` : `${short} (software)`;
  };
  const said = new Map<string, (result: Result) => string>();
  const varies = (results: readonly Result[], text: (result: Result) => string) => new Set(results.map(text)).size > 1;
  for (const stem of new Set(files.flat().map(stemOf))) {
    const own = files.map((results) => results.filter((result) => stemOf(result) === stem));
    const chosen = details.filter(({ text, within }) =>
      within === "report" ? varies(own.flat(), text) : own.some((results) => varies(results, text)),
    );
    // The short name of a device suffices unless two have the same.
    const [, short, full] = details;
    const enough = own.every(
      (results) => new Set(results.map(short.text)).size === new Set(results.map(full.text)).size,
    );
    const kept = chosen.filter((detail) => !(enough && detail === full));
    const differsOnlyBetweenFiles = !own.some((results) => varies(results, typeOf));
    // The usual type goes without saying where no file has it beside another.
    const isSaid = (text: (result: Result) => string, result: Result) =>
      text !== typeOf || !differsOnlyBetweenFiles || result.dtype !== USUAL_PRECISION;
    said.set(stem, (result) =>
      [stem, ...kept.flatMap(({ text }) => (isSaid(text, result) ? text(result) : []))].join(", "),
    );
  }
  return files.map((results) => results.map((result) => said.get(stemOf(result))!(result)));
}
