import { afterAll } from "vitest";
import { describeRuntime } from "./conformance.test.support.js";
import { SharedChromium } from "./sharedChromium.test.support.js";

const chromium = new SharedChromium();
afterAll(() => chromium.close());

/** No file is written of these, by whichever runtime it would be read. */
const DISPUTED = {
  "maxUnpool2d: 2x2 stride 2 to an odd size, batch 2": "means different things to different readers of ONNX",
};

/** Of adapters in software, as most are that tests meet. */
const NO_HALVES = "requires f16 but the device does not support it";

describeRuntime("onnxruntime-wasm", { cases: DISPUTED }, chromium);

const NO_INDICES = "The Indices output is not supported yet";

describeRuntime(
  "onnxruntime-webgpu",
  {
    cases: {
      ...DISPUTED,
      "cast: an image to float16": NO_HALVES,
      "cast: an image of float16 to float32": NO_HALVES,
      "cast: the largest of float16, and halves of its steps there": NO_HALVES,
      "cast: the smallest of float16, and halves of its steps there": NO_HALVES,
    },
    positions: [NO_INDICES],
    networks: { enet: NO_INDICES },
  },
  chromium,
);

const NO_FLOAT16 = "unsupported data type: FLOAT16";
const NO_UNPOOL = "cannot resolve operator 'MaxUnpool'";
const NO_HARD_SWISH = "cannot resolve operator 'HardSwish'";
const NO_SPACE_TO_DEPTH = "cannot resolve operator 'SpaceToDepth'";

describeRuntime(
  "onnxruntime-webgl",
  {
    cases: {
      ...DISPUTED,
      "cast: an image to float16": NO_FLOAT16,
      "cast: an image of float16 to float32": NO_FLOAT16,
      "cast: the largest of float16, and halves of its steps there": NO_FLOAT16,
      "cast: the smallest of float16, and halves of its steps there": NO_FLOAT16,
      "hardSwish: an image": NO_HARD_SWISH,
      "hardSwish: beyond both bends": NO_HARD_SWISH,
      "hardSwish: far beyond them": NO_HARD_SWISH,
      // It takes dilations and does without them: no network has any in a pool.
      "maxPool2d: dilation": "off by 0.5",
      "maxUnpool2d: 2x2 stride 2 to an even size, batch 2": NO_UNPOOL,
      "sign: both sides of zero": "cannot resolve operator 'Sign'",
      "slice: every second row and third column, not from the first": "non-1 steps is not supported for Slice",
      "spaceToDepth: 2x2 blocks, batch 2": NO_SPACE_TO_DEPTH,
      "spaceToDepth: one block of 3x3": NO_SPACE_TO_DEPTH,
    },
    positions: ["the size of output does not match model definition"],
    networks: { enet: NO_UNPOOL },
  },
  chromium,
);
