/**
 * TensorFlow.js in Node, on the backend that this module's URL names in its fragment, as in `#wasm`:
 * https://www.tensorflow.org/js/guide/platform_environment
 */
import { readTfjs } from "@linknet-kit/tfjs";
import { allowedCores, cpuModel } from "../../machine/cores.js";
import { nvidiaModel } from "../../machine/gpu.js";
import { toLayout } from "../../measure/layout.js";
import { TFJS_PACKAGES, peers } from "../../peers.js";
import type { Device, Driver, Session } from "../../runtime/runtime.js";
import { wrapGraphModel } from "../../session/graphModelSession.js";
import { findAdapter } from "../dawn.js";
import { variantNamed } from "../variant.js";
import { type TfjsModule, loadCpuBackend, loadTfjs, loadWasmBackend } from "./modules.js";
import { profileGraphModel } from "./profileGraphModel.js";
import { loadTfjsNode } from "./tfjsNode.js";
import { registerWebgpu, usedAdapter } from "./webgpu.js";

interface Backend {
  /** What it is made of. */
  readonly packages: readonly string[];
  /** As tfjs calls it. */
  readonly name: string;
  /** tfjs with this backend registered, and what is known of where it runs. */
  readonly start: () => Promise<{ readonly tf: TfjsModule } & Pick<Session, "device" | "threads">>;
  /** What it would run on; throws where there is nothing. */
  readonly find: () => Promise<Omit<Device, "version"> & Partial<Pick<Device, "version">>>;
}

/** Neither the backend in JavaScript nor, in Node, that on WebAssembly starts threads. */
const onOneCore = { device: cpuModel(), threads: 1 };

const onTensorflow = (name: string, device: () => string | Promise<string>): Backend => {
  const load = (): TfjsModule => loadTfjsNode(name, () => peers.load(name) as TfjsModule);
  // TensorFlow takes every core and cannot be told otherwise from here.
  const known = async () => ({ device: await device(), threads: allowedCores() });
  return {
    packages: [name],
    name: "tensorflow",
    start: async () => ({ tf: load(), ...(await known()) }),
    find: async () => {
      const { version_core: version } = load();
      return { version, ...(await known()) };
    },
  };
};

const backends: Readonly<Record<string, Backend>> = {
  cpu: {
    packages: TFJS_PACKAGES.cpu,
    name: "cpu",
    start: async () => {
      const tf = loadTfjs();
      loadCpuBackend();
      return { tf, ...onOneCore };
    },
    find: async () => onOneCore,
  },
  wasm: {
    packages: TFJS_PACKAGES.wasm,
    name: "wasm",
    start: async () => {
      const tf = loadTfjs();
      loadWasmBackend();
      return { tf, ...onOneCore };
    },
    find: async () => onOneCore,
  },
  webgpu: {
    packages: TFJS_PACKAGES.webgpu,
    name: "webgpu",
    start: async () => {
      const tf = loadTfjs();
      await registerWebgpu();
      return { tf, threads: 1 };
    },
    find: async () => ({ ...(await findAdapter()), threads: 1 }),
  },
  node: onTensorflow("@tensorflow/tfjs-node", cpuModel),
  "node-gpu": onTensorflow("@tensorflow/tfjs-node-gpu", nvidiaModel),
};

const { packages, name, start, find } = variantNamed(import.meta.url, backends);
peers.ensure(packages, { scripts: name === "tensorflow" });

/** A model on the backend, with the tfjs that has loaded it. */
async function open(path: string) {
  const artifacts = await readTfjs(path);
  const { tf, ...known } = await start();
  if (!(await tf.setBackend(name))) throw new Error(`tfjs cannot start its backend "${name}"`);
  return { tf, known, model: await tf.loadGraphModel({ load: async () => artifacts }) };
}

export const driver: Driver = {
  probe: async () => {
    const { version = loadTfjs().version_core, ...found } = await find();
    return { version, ...found };
  },
  load: async (path, { values }) => {
    const { tf, known, model } = await open(path);
    const device = name === "webgpu" ? { device: usedAdapter(tf.backend()) } : {};
    return wrapGraphModel(tf, model, { ...known, ...device, ...(values === undefined ? {} : { values }) });
  },
  profile: async (path, inputs, { onRun }) => {
    const { tf, model } = await open(path);
    const session = wrapGraphModel(tf, model, { threads: 1 });
    try {
      return await profileGraphModel(tf, model, () => session.run(toLayout(inputs, session)), onRun);
    } finally {
      await session.release();
    }
  },
};
