import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findRuntime } from "../table/table.js";

/** In a process of its own, since imports of tests lose the fragment that names the provider. */
const PROFILE = `
  const { driver } = await import(process.argv[1]);
  await driver.profile("model.onnx", {}, { threads: 1, onRun: () => {} }).catch(({ message }) => console.log(message));
`;

test.each(["webgpu", "cuda", "tensorrt"])(
  "ONNX Runtime on %s has no profile rather than one of the processor's times",
  async (provider) => {
    const { driver } = findRuntime(`onnxruntime-node/${provider}`);
    const words = ["--input-type=module", "--eval", PROFILE, driver];
    expect((await promisify(execFile)(process.execPath, words)).stdout).toContain("not how long they ran there");
  },
);
