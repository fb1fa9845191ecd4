import { afterAll } from "vitest";
import { describeRuntime } from "./conformance.test.support.js";
import { SharedChromium } from "./sharedChromium.test.support.js";

const chromium = new SharedChromium();
afterAll(() => chromium.close());

describeRuntime("onnxruntime-wasm", chromium);
describeRuntime("onnxruntime-webgpu", chromium);
describeRuntime("onnxruntime-webgl", chromium);
