/**
 * Builds the page into `dist/site`, with the trained network; the binaries of runtimes are served beside it from the package that has
 * them.
 */
import { defineConfig } from "vite";
import { site } from "../../vite.site";

export default defineConfig({ ...site, publicDir: "../segment/dist/bundled" });
