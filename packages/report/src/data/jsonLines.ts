/** Results as JSON Lines, one JSON object a line with the result as its file has it, samples included: https://jsonlines.org */
import type { Environment, ResultFile } from "@linknet-kit/results";
import { describeMachine } from "../runs.js";
import { listEntries, runtimeVersion } from "./entries.js";

/** Line ends and controls that JSON allows in strings, and that some readers of lines and some terminals do not take as text. */
const UNESCAPED = /[\p{Cc}\u2028\u2029]/gu;

/** A line a result in the order of the files, each ended by a line feed; of no results the empty text. */
export function renderJsonLines(files: readonly ResultFile[]): string {
  return listEntries(files)
    .map((entry) => {
      const { schemaVersion, createdAt, gitRevision, environment, suite } = entry.file;
      const machine = { name: describeMachine(entry.file), ...summarise(environment) };
      const runtime = runtimeVersion(entry);
      const record = {
        schemaVersion,
        createdAt,
        gitRevision,
        ...(environment.gitDirty === undefined ? {} : { gitDirty: environment.gitDirty }),
        suite: suite.name,
        machine,
        ...(runtime === undefined ? {} : { runtimeVersion: runtime }),
        ...(entry.count === undefined ? {} : { count: entry.count }),
        result: entry.result,
      };
      return `${JSON.stringify(record).replace(UNESCAPED, escapeCharacter)}\n`;
    })
    .join("");
}

function summarise({ cpu, memoryMB, os, architecture, gpus, node, browser }: Environment) {
  return {
    cpu: cpu.model,
    allowedCores: cpu.allowedCores,
    memoryMB,
    gpus: gpus.map(({ model }) => model),
    os,
    architecture,
    node,
    ...(browser === undefined ? {} : { browser: browser.name }),
  };
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
