/** Builds what is compiled into `dist/site`, with everything that runtimes load at run time: a machine without a network runs it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Plugin, defineConfig } from "vite";
import { site } from "../../vite.site";

const require = createRequire(import.meta.url);

/** What the runtimes fetch by name, by its folder in the site; `src/worker` names the same folders. */
const binaries: Readonly<Record<string, { readonly beside: string; readonly files: readonly string[] }>> = {
  onnxruntime: {
    beside: "onnxruntime-web/wasm",
    files: [
      "ort-wasm-simd-threaded.mjs",
      "ort-wasm-simd-threaded.wasm",
      "ort-wasm-simd-threaded.asyncify.mjs",
      "ort-wasm-simd-threaded.asyncify.wasm",
    ],
  },
  tfjs: {
    beside: "@tensorflow/tfjs-backend-wasm",
    files: ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm-threaded-simd.wasm"],
  },
};

function withBinaries(): Plugin {
  return {
    name: "with-binaries",
    generateBundle() {
      for (const [folder, { beside, files }] of Object.entries(binaries)) {
        const source = dirname(require.resolve(beside));
        for (const file of files) {
          this.emitFile({ type: "asset", fileName: `${folder}/${file}`, source: readFileSync(join(source, file)) });
        }
      }
    },
  };
}

export default defineConfig({
  ...site,
  plugins: [withBinaries()],
  build: { ...site.build, rolldownOptions: { input: ["runner.html"] } },
});
