/** Where the worker of a model starts. */
import { LinknetError } from "@linknet-kit/base";
import { ModelKeeper } from "./answerModelQuestion.js";
import type { FromModelWorker, ToModelWorker } from "./modelProtocol.js";

const parent = globalThis as unknown as {
  postMessage(message: FromModelWorker): void;
  addEventListener(kind: "message", listen: (event: MessageEvent<ToModelWorker>) => void): void;
};

const keeper = new ModelKeeper();

parent.addEventListener("message", async ({ data: question }) => {
  const { id } = question;
  try {
    parent.postMessage({ id, answer: await keeper.answer(question) });
  } catch (error) {
    parent.postMessage({ id, message: describeError(error) });
  }
});

function describeError(error: unknown): string {
  if (error instanceof LinknetError && error.hint !== undefined) return `${error.message}: ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
