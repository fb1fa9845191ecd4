import { expect, test } from "vitest";
import { describeAdapter, describeGpu } from "./describeGpu.js";

test.each([
  "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
  "llvmpipe (LLVM 15.0.6, 256 bits)",
  "Microsoft Basic Render Driver",
  "ANGLE (Microsoft, Microsoft WARP Direct3D11)",
])("%s is software, and far slower", (name) => {
  expect(describeGpu(name)).toEqual({ device: `${name} (software, no GPU)`, slowness: 1000, isSoftware: true });
});

test.each(["ANGLE (NVIDIA, NVIDIA GeForce RTX 4070)", "Apple M2", "Warpdrive 3000"])("%s is a GPU", (name) => {
  expect(describeGpu(name)).toEqual({ device: name });
});

test("An adapter is called by its device, which is no number, by its description, by its other names or not at all", () => {
  const info = { vendor: "", architecture: "", device: "", description: "", isFallbackAdapter: false };
  const deviceOf = (names: object): string => describeAdapter({ ...info, ...names }).device;
  const h200 = { vendor: "nvidia", architecture: "hopper", description: "NVIDIA: 580.159.04 580.159.4.0" };
  expect(deviceOf({ ...h200, device: "nvidia-h200" })).toBe("nvidia-h200");
  expect(deviceOf({ ...h200, device: "0x2335" })).toBe("NVIDIA: 580.159.04 580.159.4.0");
  expect(deviceOf({ vendor: "nvidia", description: "RTX 4070" })).toBe("RTX 4070");
  expect(deviceOf({ vendor: "nvidia", architecture: "ada" })).toBe("nvidia ada");
  expect(deviceOf({})).toBe("WebGPU adapter, unnamed");
  expect(deviceOf({ vendor: "google", isFallbackAdapter: true })).toBe("google (software, no GPU)");
  const swiftshader = { device: "swiftshader-device-subzero-", description: "SwiftShader driver 5.0.0" };
  expect(deviceOf(swiftshader)).toBe("swiftshader-device-subzero (software, no GPU)");
  expect(deviceOf({ description: "GPU 0", architecture: "swiftshader" })).toBe("GPU 0 (software, no GPU)");
});
