import { afterAll } from "vitest";
import { describeRuntime } from "./conformance.test.support.js";
import { SharedChromium } from "./sharedChromium.test.support.js";

const chromium = new SharedChromium();
afterAll(() => chromium.close());

describeRuntime("tfjs-wasm", chromium);
describeRuntime("tfjs-webgl", chromium);
describeRuntime("tfjs-webgpu", chromium);
