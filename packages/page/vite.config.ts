/** Builds the page into `dist/site`; the binaries of runtimes are served beside it from the package that has them. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  // ONNX Runtime is to load its WebAssembly from the site: its threads start from a file of their own.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "production"] },
  worker: { format: "es" },
  build: {
    outDir: "dist/site",
    target: "es2023",
    // tfjs starts its threads from the text of a function, which a minifier changes.
    minify: false,
    chunkSizeWarningLimit: 10_000,
  },
});
