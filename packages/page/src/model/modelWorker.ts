/** Where the worker of a model starts. */
import { LinknetError } from "@linknet-kit/base";
import { answerQuestions } from "@linknet-kit/browser/worker";
import { ModelKeeper } from "./answerModelQuestion.js";
import type { ModelQuestions } from "./modelProtocol.js";

const keeper = new ModelKeeper();

function describeError(error: unknown): string {
  if (error instanceof LinknetError && error.hint !== undefined) return `${error.message}: ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

answerQuestions<ModelQuestions>(globalThis, async (question) => await keeper.answer(question), describeError);
