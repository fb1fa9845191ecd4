import { afterAll } from "vitest";
import { describeRuntime } from "./conformance.test.support.js";
import { SharedChromium } from "./sharedChromium.test.support.js";

const chromium = new SharedChromium();
afterAll(() => chromium.close());

const ONLY_FLOAT32 = "tfjs computes in float32 only";
const ONLY_WITH_POOL = "unpoolByMasks takes it apart where it mirrors its pool";

/** What graph models cannot express, on whichever backend they would run. */
const cases = {
  "cast: an image to float16": ONLY_FLOAT32,
  "cast: an image of float16 to float32": ONLY_FLOAT32,
  "cast: the largest of float16, and halves of its steps there": ONLY_FLOAT32,
  "cast: the smallest of float16, and halves of its steps there": ONLY_FLOAT32,
  "cast: to the type it is": ONLY_FLOAT32,
  "maxPool2d: dilation": "MaxPool of tfjs has no dilation",
  "maxUnpool2d: 2x2 stride 2 to an even size, batch 2": ONLY_WITH_POOL,
  "maxUnpool2d: 2x2 stride 2 to an odd size, batch 2": ONLY_WITH_POOL,
};

describeRuntime("tfjs-wasm", { cases }, chromium);
describeRuntime("tfjs-webgl", { cases }, chromium);
describeRuntime("tfjs-webgpu", { cases }, chromium);
