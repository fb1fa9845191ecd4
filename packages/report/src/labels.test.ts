import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleResult, sizes } from "./exampleResults.test.fixture.js";
import { labelConfigurations, shortAdapter, shortRuntime } from "./labels.js";

const [small] = sizes;
const software = "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";
const result = (runtime: string, changes = {}) => exampleResult("enet", small, { runtime, ...changes });

it.each([
  ["onnxruntime-node/cpu", "ORT CPU"],
  ["onnxruntime-web/wasm", "ORT Web wasm"],
  ["tfjs/node-gpu", "tfjs Node GPU"],
  ["chromium/onnxruntime-webgpu", "ORT Web WebGPU (Chromium)"],
  ["firefox/tfjs-webgl", "tfjs WebGL (Firefox)"],
  ["trtexec/gpu", "TensorRT"],
  ["somebody/else", "somebody/else"],
  ["", ""],
])("%s is called %s", (runtime, short) => {
  expect(shortRuntime(runtime)).toBe(short);
});

it.each([
  [software, "SwiftShader (software)"],
  ["ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)", "ANGLE Metal Renderer: Apple M1"],
  ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 OpenGL 4.6, OpenGL 4.6)", "Mesa Intel(R) UHD Graphics 620"],
  ["NVIDIA GeForce GTX 970", "NVIDIA GeForce GTX 970"],
])("the adapter %s is called %s", (device, short) => {
  expect(shortAdapter(device)).toBe(short);
});

describe("labels", () => {
  it("say software where it plays a GPU", () => {
    const results = [result("chromium/tfjs-webgl", { device: `${software} (software, no GPU)` }), result("tfjs/wasm")];
    expect(labelConfigurations([results])).toEqual([["tfjs WebGL (Chromium, software)", "tfjs wasm"]]);
  });

  it("say threads, devices and types only where one runtime has several", () => {
    const results = [
      result("tfjs/wasm", { threads: 1, requestedThreads: 2 }),
      result("onnxruntime-node/webgpu", { device: "ANGLE (Intel, Iris Vulkan 1.3, x)" }),
      result("onnxruntime-node/webgpu", { device: "RTX", dtype: "fp16" }),
    ];
    expect(labelConfigurations([results])[0]).toEqual(["tfjs wasm", "ORT WebGPU, Iris, fp32", "ORT WebGPU, RTX, fp16"]);
  });

  it("name a type that differs only between machines where it is not the usual one", () => {
    const files = ["fp32", "fp16"].map((dtype) => [result("tfjs/wasm", { dtype }), result("tfjs/cpu")]);
    expect(labelConfigurations(files)).toEqual([
      ["tfjs wasm", "tfjs CPU"],
      ["tfjs wasm, fp16", "tfjs CPU"],
    ]);
  });

  it("do not name devices that differ only between machines", () => {
    const files = ["one", "two"].map((device) => [result("onnxruntime-node/cuda", { device })]);
    expect(labelConfigurations(files)).toEqual([["ORT CUDA"], ["ORT CUDA"]]);
  });

  it("differ within a file, whatever is measured", () => {
    const one = fc.record({
      runtime: fc.constantFrom("tfjs/wasm", "tfjs wasm", "x/tfjs-webgl", "onnxruntime-node/cpu"),
      device: fc.constantFrom("a", "b", software, `${software} (software, no GPU)`, "ANGLE (A, a OpenGL 4, x)"),
      threads: fc.nat(2),
      dtype: fc.constantFrom("fp32", "fp16"),
      batch: fc.integer({ min: 1, max: 2 }),
    });
    const file = fc.uniqueArray(one, { selector: (each) => JSON.stringify(each), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 3 }), (files) => {
        for (const labels of labelConfigurations(
          files.map((own) => own.map(({ runtime, ...rest }) => result(runtime, rest))),
        )) {
          expect(new Set(labels).size).toBe(labels.length);
        }
      }),
    );
  });
});
