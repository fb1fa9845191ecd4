/** Where a worker starts: it runs the one runtime that it is named after, and answers one question after the other. */
import { timed } from "@linknet-kit/base";
import type { Progress, TimingOptions } from "@linknet-kit/runtimes";
import { measureSession } from "@linknet-kit/runtimes/measure";
import type { PageDriver, PageSession } from "./pageDriver.js";
import type { BrowserRuntimeName, Loaded, Questions } from "./protocol.js";
import { type AnswerTo, type Asked, answerQuestions } from "./workerCalls.js";

/** The name that the worker was started under. */
const runtime = (globalThis as unknown as { readonly name: BrowserRuntimeName }).name;

const starters: Readonly<Record<BrowserRuntimeName, () => Promise<PageDriver>>> = {
  "onnxruntime-wasm": async () => (await import("./onnxruntime.js")).onnxruntimeDriver("wasm"),
  "onnxruntime-webgpu": async () => (await import("./onnxruntime.js")).onnxruntimeDriver("webgpu"),
  "onnxruntime-webgl": async () => (await import("./onnxruntime.js")).onnxruntimeDriver("webgl"),
  "tfjs-wasm": async () => (await import("./tfjs.js")).tfjsDriver("wasm"),
  "tfjs-webgl": async () => (await import("./tfjs.js")).tfjsDriver("webgl"),
  "tfjs-webgpu": async () => (await import("./tfjs.js")).tfjsDriver("webgpu"),
};

type LoadQuestion = Questions["load"]["question"];

let started: Promise<{ readonly driver: PageDriver; readonly runtimeMs: number }> | undefined;
let loaded: (PageSession & LoadQuestion) | undefined;

/** Once a worker: the time it takes is part of every load that it does. */
function start(): NonNullable<typeof started> {
  started ??= timed(starters[runtime]).then(([driver, runtimeMs]) => ({ driver, runtimeMs }));
  return started;
}

async function load({ artifact, options }: LoadQuestion): Promise<Loaded> {
  await loaded?.session.release();
  loaded = undefined;
  const { driver, runtimeMs } = await start();
  const [{ session, ...values }, sessionMs] = await timed(() => driver.load(artifact, options));
  loaded = { session, artifact, options, ...values };
  const { device, threads, layout } = session;
  return {
    ...(device === undefined ? {} : { device }),
    threads,
    ...(layout === undefined ? {} : { layout }),
    loadTimes: { runtimeMs, sessionMs },
    ...values,
  };
}

function whatIsLoaded(): NonNullable<typeof loaded> {
  if (loaded === undefined) throw new Error("nothing is loaded");
  return loaded;
}

async function answer(
  question: Asked<Questions>,
  onProgress: TimingOptions["onProgress"],
): Promise<AnswerTo<Questions>> {
  if (question.kind === "probe") return await (await start()).driver.probe();
  if (question.kind === "load") return await load(question);
  const { session, artifact, options } = whatIsLoaded();
  if (question.kind === "run") return await session.run(question.inputs);
  if (question.kind === "measure") {
    return await measureSession(session, question.inputs, { timing: question.timing, onProgress });
  }
  return await (await start()).driver.place?.(artifact, question.inputs, options);
}

/** Some runtimes break their messages into lines, and these stand within sentences. */
function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s*\n\s*/g, " ");
}

answerQuestions<Questions, Progress>(globalThis, answer, describeError);
