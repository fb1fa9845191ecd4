/** What a page needs to run a model: a runtime in a worker, and how workers are asked. */
export * from "./worker/protocol.js";
export { RuntimeWorker } from "./worker/runtimeWorker.js";
export { type AnswerTo, type Asked, WorkerClient, answerQuestions } from "./worker/workerCalls.js";
