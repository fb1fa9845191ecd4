/** The runtimes of Chromium as rows; what drives them is a package of its own, whose driver these are given. */
import { usualTarget } from "@linknet-kit/artifacts";
import { browserRuntimeTable } from "../measure/browserRuntimes.js";
import type { Runtime } from "../runtime/runtime.js";

/** `driver` is the URL of a module that takes a runtime's name as its fragment; `remedy` adds what it needs. */
export function chromiumRuntimes({ driver, remedy }: Pick<Runtime, "driver" | "remedy">): readonly Runtime[] {
  return browserRuntimeTable.map(({ name, format, slowness, withoutFloat16 }) => ({
    name: `chromium/${name}`,
    target: usualTarget(format).name,
    driver: `${driver}#${name}`,
    remedy,
    ...(slowness === undefined ? {} : { slowness }),
    ...(withoutFloat16 === undefined ? {} : { withoutFloat16 }),
  }));
}
