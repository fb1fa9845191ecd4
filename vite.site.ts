/** How what browsers load is built, in every package that has such: into `dist/site`. */
import type { UserConfig } from "vite";

export const site: UserConfig = {
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
};
