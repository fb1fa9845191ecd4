/** Both sides over a channel of the platform, which copies what it carries as workers do. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { WorkerClient, answerQuestions } from "./workerCalls.js";

interface Questions {
  readonly double: { readonly question: { readonly values: Float32Array }; readonly answer: Float32Array };
  readonly count: { readonly question: { readonly to: number }; readonly answer: string };
  readonly fail: { readonly question: {}; readonly answer: never };
  readonly hang: { readonly question: {}; readonly answer: never };
}

let channel: MessageChannel;
let errors: EventTarget;
let client: WorkerClient<Questions, number>;
beforeEach(() => {
  channel = new MessageChannel();
  errors = new EventTarget();
  const { port1, port2 } = channel;
  const worker = {
    postMessage: (message: unknown) => port1.postMessage(message),
    addEventListener: (kind: string, listen: (event: never) => void) =>
      (kind === "message" ? port1 : errors).addEventListener(kind, listen as () => void),
    terminate: () => port1.close(),
  } as unknown as Worker;
  client = new WorkerClient(worker, "its worker");
  answerQuestions<Questions, number>(
    port2,
    async (question, onProgress) => {
      if (question.kind === "double") return question.values.map((value) => 2 * value);
      if (question.kind === "fail") throw new RangeError("too large");
      if (question.kind === "hang") return await new Promise(() => {});
      for (let at = 1; at <= question.to; at += 1) onProgress(at);
      return `counted to ${question.to}`;
    },
    (error) => `in words: ${(error as Error).message}`,
  );
  port1.start();
  port2.start();
});
afterEach(() => {
  channel.port1.close();
});

test("Each question gets its own answer, also where several are open", async () => {
  const [counted, doubled] = await Promise.all([
    client.ask("count", { to: 2 }),
    client.ask("double", { values: new Float32Array([1, 2.5]) }),
  ]);
  expect(counted).toBe("counted to 2");
  expect(doubled).toEqual(new Float32Array([2, 5]));
});

test("Progress comes before the answer, to whoever asked", async () => {
  const told: number[] = [];
  expect(await client.ask("count", { to: 3 }, (at) => told.push(at))).toBe("counted to 3");
  expect(told).toEqual([1, 2, 3]);
});

test("What goes wrong rejects in the worker's words, and the next question is answered", async () => {
  await expect(client.ask("fail", {})).rejects.toThrow("in words: too large");
  expect(await client.ask("count", { to: 0 })).toBe("counted to 0");
});

test("What is open when the worker is ended rejects, and so does what is asked after", async () => {
  const open = client.ask("hang", {});
  client.terminate();
  await expect(open).rejects.toThrow("its worker was ended");
  await expect(client.ask("count", { to: 1 })).rejects.toThrow("its worker was ended");
});

test("What is open when the worker breaks rejects with its words, or says that it could not start", async () => {
  const open = client.ask("hang", {});
  errors.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
  await expect(open).rejects.toThrow("out of memory");
  await expect(client.ask("hang", {})).rejects.toThrow("out of memory");
});
