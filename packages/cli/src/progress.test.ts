import { expect, test } from "vitest";
import { type ProgressLine, clock, withProgress } from "./progress.js";
import { recordingStream } from "./recordedTerminal.test.support.js";
import { type Verbosity, processTerminal } from "./terminal.js";

/** What the work leaves on a terminal, state by state, with a clock of its own. */
async function record(
  work: (progress: ProgressLine, wait: (seconds: number) => void) => void,
  {
    isTTY = true,
    verbosity = "usual",
    ...options
  }: Record<string, unknown> & { isTTY?: boolean; verbosity?: Verbosity } = {},
): Promise<readonly string[]> {
  const { stream, text } = recordingStream({ isTTY, columns: 80 });
  const terminal = processTerminal({ stdout: stream, stderr: stream }, {});
  terminal.setVerbosity(verbosity);
  let seconds = 0;
  const stopped = { nowMs: () => 1000 * seconds, date: () => new Date(0) };
  await withProgress(terminal, { ...options, clock: stopped }, async (progress) =>
    work(progress, (more) => void (seconds += more)),
  );
  await terminal.finish();
  return text()
    .replaceAll("\r\u001b[2K", "\n")
    .split("\n")
    .filter((line) => line !== "");
}

test("The rest takes as long for each item as the items before did", async () => {
  const lines = await record(
    (progress, wait) => {
      progress.at("a");
      wait(10);
      progress.done("a is done");
      progress.at("b");
      wait(4);
      progress.at("b still");
      wait(16);
      progress.done();
      progress.at("c");
    },
    { total: 4 },
  );
  expect(lines).toEqual([
    "0/4 done, 0:00: a",
    "[1/4] a is done",
    "1/4 done, 0:10, 0:30 left: b",
    "1/4 done, 0:14, 0:26 left: b still",
    "2/4 done, 0:30, 0:30 left: c",
  ]);
});

test("What was expected before counts down, and says nothing once it is over, until it is known better", async () => {
  const lines = await record(
    (progress, wait) => {
      progress.at("a");
      wait(200);
      progress.at("a");
      progress.done();
      progress.expect(3600);
      progress.at("b");
    },
    { total: 2, expectedSeconds: 100 },
  );
  expect(lines).toEqual(["0/2 done, 0:00, 1:40 left: a", "0/2 done, 3:20: a", "1/2 done, 3:20, 1:00:00 left: b"]);
});

test("Off a terminal there is a line for each item that says something, and with --quiet none at all", async () => {
  const work = (progress: ProgressLine): void => {
    for (const item of ["a", "b"]) {
      progress.at(item);
      progress.done(`${item} is done`);
    }
  };
  expect(await record(work, { total: 2, isTTY: false })).toEqual(["[1/2] a is done", "[2/2] b is done"]);
  expect(await record(work, { total: 2, verbosity: "quiet" })).toEqual([]);
});

test("Off a terminal a line says every half minute how far it is, unless an item did", async () => {
  const work = (progress: ProgressLine, wait: (seconds: number) => void): void => {
    for (const item of ["a", "b", "c", "d", "e"]) {
      progress.at(item);
      wait(14);
    }
    progress.done("all");
    progress.at("f");
    wait(29);
    progress.at("g");
    wait(1);
    progress.at("h");
  };
  const lines = await record(work, { isTTY: false });
  expect(lines).toEqual(["0:42: d", "[1] all", "1:40: h"]);
  expect(await record(work, { isTTY: false, verbosity: "quiet" })).toEqual([]);
});

test.each([
  [0, "0:00"],
  [59_600, "1:00"],
  [3_723_000, "1:02:03"],
])("%d ms are %s", (milliseconds, text) => expect(clock(milliseconds)).toBe(text));
