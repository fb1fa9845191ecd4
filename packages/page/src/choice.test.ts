import { describe, expect, test } from "vitest";
import { type Choice, DROPPED, FIRST_CHOICE, OTHER_SIZE, readChoice } from "./choice.js";

const here = { file: undefined, isReading: false, mostThreads: 4 };

test("The first choice runs, on all threads and as often as the 90th percentile needs", () => {
  expect(readChoice(FIRST_CHOICE, here)).toEqual({
    source: { kind: "network", name: "enet" },
    axes: { size: { width: 160, height: 96 }, batch: 1 },
    runtime: "onnxruntime-wasm",
    threads: 4,
    runs: 64,
  });
});

test("Another size is taken from its two fields", () => {
  const choice = { ...FIRST_CHOICE, size: OTHER_SIZE, width: "97", height: " 65 " };
  expect(readChoice(choice, here)).toMatchObject({ axes: { size: { width: 97, height: 65 } } });
});

describe("What cannot run says why:", () => {
  const cases: readonly (readonly [Partial<Choice>, string])[] = [
    [{ runs: "9" }, "from 10 to 10000"],
    [{ runs: "1e3" }, "from 10 to 10000"],
    [{ runs: "" }, "from 10 to 10000"],
    [{ threads: "5" }, "from 1 to 4"],
    [{ threads: "0" }, "from 1 to 4"],
    [{ size: OTHER_SIZE, width: "7", height: "8" }, "from 8 to 16384"],
    [{ size: OTHER_SIZE, width: "64.5", height: "64" }, "from 8 to 16384"],
    [{ model: "linknet", size: OTHER_SIZE, width: "31", height: "64" }, "from 32 to 16384"],
    [{ batch: "0" }, "from 1 to 64"],
    [{ batch: "1.5" }, "from 1 to 64"],
    [{ model: DROPPED }, "a file"],
  ];
  test.each(cases)("%o", (changed, problem) => {
    expect(readChoice({ ...FIRST_CHOICE, ...changed }, here)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test("a runtime that is not there", () => {
    const problem = "onnxruntime-wasm cannot run here: choose another runtime";
    expect(readChoice(FIRST_CHOICE, { ...here, mostThreads: undefined })).toEqual({ problem });
  });
});

test("Nothing runs while files are read, since the model to come is what the form is for", () => {
  expect(readChoice(FIRST_CHOICE, { ...here, isReading: true })).toEqual({ problem: "the files are being read" });
});
