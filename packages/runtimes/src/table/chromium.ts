/** The runtimes of Chromium as rows; what drives them is a package of its own, whose driver these are given. */
import { usualTarget } from "@linknet-kit/artifacts";
import { type BrowserRuntimeName, browserFormatOf, browserRuntimeNames } from "../measure/browserRuntimes.js";
import type { Runtime } from "../runtime/runtime.js";

/** Only where a runtime has no GPU to run on: the others are as slow as their adapter, which the probe reads. */
const slowness: Readonly<Partial<Record<BrowserRuntimeName, number>>> = { "onnxruntime-wasm": 10, "tfjs-wasm": 10 };

const WITHOUT_FLOAT16: Readonly<Partial<Record<BrowserRuntimeName, string>>> = {
  "onnxruntime-webgl": "its WebGL operators take float32 alone",
};

/** `driver` is the URL of a module that takes a runtime's name as its fragment; `remedy` adds what it needs. */
export function chromiumRuntimes({ driver, remedy }: Pick<Runtime, "driver" | "remedy">): readonly Runtime[] {
  return browserRuntimeNames.map((name) => ({
    name: `chromium/${name}`,
    target: usualTarget(browserFormatOf(name)).name,
    driver: `${driver}#${name}`,
    remedy,
    ...(slowness[name] === undefined ? {} : { slowness: slowness[name] }),
    ...(WITHOUT_FLOAT16[name] === undefined ? {} : { withoutFloat16: WITHOUT_FLOAT16[name] }),
  }));
}
