/** The runtimes of browsers, one row each. */
import type { Runtime } from "@linknet-kit/bench";
import { type BrowserRuntimeName, browserRuntimeNames } from "../worker/protocol.js";
import { ADD_CHROMIUM } from "./chromium/addChromium.js";

/** Only where a runtime has no GPU to run on: the others are as slow as their adapter, which the probe reads. */
const slowness: Readonly<Partial<Record<BrowserRuntimeName, number>>> = { "onnxruntime-wasm": 10, "tfjs-wasm": 10 };

export const browserRuntimes: readonly Runtime[] = browserRuntimeNames.map((name) => ({
  name: `chromium/${name}`,
  artifact: name.startsWith("tfjs") ? "tfjs" : "onnx",
  driver: `${new URL("../../dist/node/chromiumDriver.js", import.meta.url).href}#${name}`,
  remedy: ADD_CHROMIUM,
  ...(slowness[name] === undefined ? {} : { slowness: slowness[name] }),
}));
