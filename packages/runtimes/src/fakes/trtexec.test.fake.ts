/**
 * A fake trtexec, for tests: ONNX Runtime computes, and what is printed and written has the form of TensorRT 8.2's, with times that
 * are made up. `FAKE_TRTEXEC` in its environment names how it misbehaves.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";

const behaviour = process.env["FAKE_TRTEXEC"];
const words = process.argv.slice(2);
const option = (name: string): string =>
  words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";
const say = (line: string): void => console.log(`[11/24/2026-10:00:00] ${line}`);

console.log(`&&&& RUNNING TensorRT.trtexec [TensorRT v8201] # trtexec ${words.join(" ")}`);
if (words.includes("--help")) process.exit(0);
say("[I] Selected Device: NVIDIA Tegra X1");
if (behaviour === "fails") {
  say("[E] Error[1]: [ltWrapper.cpp::setupHeuristic] CUDA error 2 for 256-byte allocation: out of memory");
  say("[E] Engine could not be created from network");
  console.log("&&&& FAILED TensorRT.trtexec [TensorRT v8201] # trtexec");
  process.exit(1);
}
if (behaviour === "hangs") {
  writeFileSync(process.env["FAKE_STARTED"]!, process.cwd());
  setInterval(() => {}, 1000);
} else await infer();

async function infer(): Promise<void> {
  say("[I] Engine built in 85.5 sec.");
  const session = await InferenceSession.create(readFileSync(option("onnx")), { logSeverityLevel: 3 });
  const [name, file] = option("loadInputs").split(":") as [string, string];
  const { shape } = session.inputMetadata[0] as unknown as { shape: number[] };
  const data = new Float32Array(new Uint8Array(readFileSync(file)).buffer);
  const outputs = await session.run({ [name]: new Tensor("float32", data, shape) });
  writeFileSync(option("exportTimes"), behaviour === "breaks-off" ? "[\n  { " : times());
  writeFileSync(option("exportOutput"), `[\n${Object.entries(outputs).map(print).join(", ")}]\n`);
  console.log("&&&& PASSED TensorRT.trtexec [TensorRT v8201] # trtexec");
}

/** One query of the warm-up and twelve after it, 10 ms each but for the first. */
function times(): string {
  const entries = Array.from({ length: 13 }, (_, index) => {
    const start = index === 0 ? 5 : Number(option("warmUp")) + 10 * index;
    return `{ "startInMs" : ${start - 1}, "endInMs" : ${start}, "startComputeMs" : ${start}, "endComputeMs" : ${start + 7}, "startOutMs" : ${start + 7}, "endOutMs" : ${start + 9}, "inMs" : 1, "computeMs" : 7, "outMs" : 2, "latencyMs" : ${index === 0 ? 30 : 10}, "endToEndMs" : 10 }`;
  });
  return `[\n  ${entries.join("\n, ")}\n]\n`;
}

function print([name, { dims, data }]: [string, Tensor]): string {
  const factor = behaviour === "is-wrong" ? 1.01 : 1;
  const values = Array.from(data as Float32Array, (value) => Number((factor * value).toPrecision(6)));
  return `  { "name" : "${name}"\n  , "dimensions" : "${dims.join("x")}"\n  , "values" : [ ${values.join(", ")} ]\n  }\n`;
}
