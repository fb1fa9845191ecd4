/**
 * Lets ONNX's own checker and shape inference, as Debian has them in python3-onnx, judge what is written: every case of every op,
 * in float16 too, and a network of all ops in every opset that this ONNX knows, and the files named on the command line.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdsIn, isAbsent, isWritten, toFloat16 } from "@linknet-kit/core";
import { OpsetTooLowError, encodeOnnx, writeOnnx } from "@linknet-kit/onnx";
import { writableCases } from "../dist/cases.test.fixture.js";
import { smallModel } from "../dist/smallNetwork.test.fixture.js";

/** @import { Model } from "@linknet-kit/core" */

/** What Debian's ONNX 1.12 knows. */
const OPSETS = [11, 12, 13, 14, 15, 16, 17];

/** The distribution's own, isolated: the package is not visible to another, and a folder called onnx is not to be taken for it. */
const PYTHON = ["/usr/bin/python3", "-I"];

/** Reads paths, one a line; prints a path and what is wrong with it for each file that is refused. */
const JUDGE = `
import sys, onnx
paths = sys.stdin.read().splitlines()
refused = 0
for path in paths:
    try:
        onnx.checker.check_model(path, full_check=True)
        onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
    except Exception as error:
        refused += 1
        print(f"  REFUSED {path}: {error}")
print(f"ONNX {onnx.__version__} checker and strict shape inference: {len(paths) - refused} accepted, {refused} refused")
sys.exit(1 if refused else 0)
`;

/** Writes the files to judge into a folder and answers their paths.
 * @param {string} folder */
async function writeFiles(folder) {
  const paths = [];
  for (const opset of OPSETS) {
    for (const [index, { op, model }] of writableCases.entries()) {
      if (isAbsent(op.onnx) || !op.onnx.some((form) => isWritten(form) && holdsIn(form, opset))) continue;
      const path = join(folder, `${op.name}-${index}-opset${opset}.onnx`);
      const half = join(folder, `${op.name}-${index}-opset${opset}-float16.onnx`);
      paths.push(...writeWhereThere(path, model, opset));
      paths.push(...writeWhereThere(half, toFloat16({ keepIoTypes: false }).run(model), opset));
    }
    for (const options of [{}, { dynamicBatch: true }, { externalDataBytes: 1000 }]) {
      const path = join(folder, `network-${Object.keys(options).join()}-opset${opset}.onnx`);
      paths.push((await writeOnnx(smallModel({ height: 9, width: 7 }), path, { opset, ...options })).path);
    }
  }
  const path = join(folder, "network-tensorrt.onnx");
  paths.push((await writeOnnx(smallModel({ height: 9, width: 7 }), path, { target: "tensorrt-8.2" })).path);
  return paths;
}

/** The file, or none where the opset has the operator, but not for what it is given.
 * @param {string} path
 * @param {Model} model
 * @param {number} opset */
function writeWhereThere(path, model, opset) {
  try {
    writeFileSync(path, encodeOnnx(model, { opset }));
    return [path];
  } catch (error) {
    if (error instanceof OpsetTooLowError) return [];
    throw error;
  }
}

/** @param {string} script
 * @param {string} input */
function runPython(script, input = "") {
  const [command = "", ...flags] = PYTHON;
  return spawnSync(command, [...flags, "-c", script], { input, stdio: ["pipe", "inherit", "inherit"] });
}

const found = runPython("import importlib.util, sys; sys.exit(importlib.util.find_spec('onnx') is None)");
if (found.status !== 0) {
  console.error("ONNX's checker is not on this machine: sudo apt-get install python3-onnx");
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "onnx-checker-"));
try {
  const paths = [...(await writeFiles(folder)), ...process.argv.slice(2)];
  process.exitCode = runPython(JUDGE, paths.join("\n")).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
