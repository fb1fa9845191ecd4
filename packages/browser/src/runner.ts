import { RuntimeWorker } from "./worker/runtimeWorker.js";

Object.assign(globalThis, { RuntimeWorker });
