import { describe, expect, test } from "vitest";
import { readBuildMs, readComplaint, readDevice, readVersion } from "./readLog.js";
import { readOutputs } from "./readOutput.js";
import { readTrace } from "./readTrace.js";

describe("the times", () => {
  // As NVIDIA's sampleReporting.cpp prints them: until version 8.2, and from 8.4 on.
  const old = `[
  { "startInMs" : 0.1, "endInMs" : 0.6, "startComputeMs" : 0.7, "endComputeMs" : 40.7, "startOutMs" : 40.8, "endOutMs" : 42.3, "inMs" : 0.5, "computeMs" : 40, "outMs" : 1.5, "latencyMs" : 42, "endToEndMs" : 42.2 }
, { "startInMs" : 249, "endInMs" : 250, "startComputeMs" : 250, "endComputeMs" : 270, "startOutMs" : 270, "endOutMs" : 272, "inMs" : 1, "computeMs" : 20, "outMs" : 2, "latencyMs" : 23, "endToEndMs" : 23 }
, { "startInMs" : 272, "endInMs" : 273, "startComputeMs" : 273, "endComputeMs" : 294, "startOutMs" : 294, "endOutMs" : 296, "inMs" : 1, "computeMs" : 21, "outMs" : 2, "latencyMs" : 24, "endToEndMs" : 24 }
]
`;
  const renamed = `[
  { "startEnqMs" : 200, "endEnqMs" : 201, "startH2dMs" : 201, "endH2dMs" : 202, "startComputeMs" : 202, "endComputeMs" : 222, "startD2hMs" : 222, "endD2hMs" : 224, "h2dMs" : 1, "computeMs" : 20, "d2hMs" : 2, "latencyMs" : 23 }
]
`;

  test("of the warm-up are apart, and a query's is that of its copies and its computation", () => {
    expect(readTrace(old, 200)).toEqual({ firstRunMs: 42, warmupRuns: 1, samplesMs: [23, 24], spanMs: 297 });
    expect(readTrace(renamed, 200)).toEqual({ firstRunMs: 23, warmupRuns: 0, samplesMs: [23], spanMs: 225 });
  });

  test.each([
    ["", "are not JSON"],
    [old.slice(0, 200), "are not JSON"],
    ["[]", "not as expected"],
    ['{"latencyMs": 3}', "not as expected"],
    ['[{"startComputeMs": 1}]', "0.latencyMs"],
    ['[{"startComputeMs": 1, "latencyMs": -3}]', "0.latencyMs"],
    ['[{"startComputeMs": 1, "latencyMs": "3"}]', "0.latencyMs"],
    ['[{"startComputeMs": null, "latencyMs": 3}]', "0.startComputeMs"],
  ])("%.40o are refused", (text, problem) => {
    expect(() => readTrace(text, 0)).toThrow(problem);
  });
});

describe("the outputs", () => {
  const text = `[
  { "name" : "logits"
  , "dimensions" : "1x2x1x3"
  , "values" : [ 1, -0.5, 2.5e-07, nan, inf, 6 ]
  }
, { "name" : "labels"
  , "dimensions" : "2"
  , "values" : [ 7, 8 ]
  }
]
`;

  test("have names, shapes and values; what is no number is NaN", () => {
    const { logits, labels } = readOutputs(Buffer.from(text));
    expect(logits!.shape).toEqual([1, 2, 1, 3]);
    expect([...logits!.data]).toEqual([1, -0.5, Math.fround(2.5e-7), Number.NaN, Number.NaN, 6]);
    expect([...labels!.data]).toEqual([7, 8]);
  });

  test("are read in pieces where they are long", () => {
    const values = Array.from({ length: 300_000 }, (_, index) => index / 8);
    const long = `[{ "name" : "y", "dimensions" : "300000", "values" : [ ${values.join(", ")} ] }]`;
    expect(long.length).toBeGreaterThan(2 ** 21);
    expect([...readOutputs(Buffer.from(long))["y"]!.data]).toEqual(values);
  });

  test.each([
    ["[]", "it has no outputs"],
    [text.slice(0, 90), "it ends in the middle"],
    [text.replace("1x2x1x3", "1x2x1x4"), '"logits" has 6 values instead of 8'],
    [text.replace("1x2x1x3", "99999x99999"), "is said to be 99999x99999"],
    [text.replace('"name" : "logits"', ""), "no name or no shape"],
  ])("that are damaged are refused: %#", (damaged, problem) => {
    expect(() => readOutputs(Buffer.from(damaged))).toThrow(problem);
  });
});

describe("the log", () => {
  test.each([
    ["&&&& RUNNING TensorRT.trtexec [TensorRT v8201] # trtexec", "8.2.1"],
    ["&&&& RUNNING TensorRT.trtexec [TensorRT v8600] # trtexec", "8.6.0"],
    ["&&&& RUNNING TensorRT.trtexec [TensorRT v100800] [b43] # trtexec", "10.8.0"],
    ["&&&& RUNNING TensorRT.trtexec # trtexec", undefined],
  ])("%s is of version %s", (line, version) => {
    expect(readVersion(line)).toBe(version);
  });

  test("names the device, the time of the build and the errors", () => {
    const log = [
      "[03/09/2022-18:20:08] [I] Selected Device: NVIDIA Tegra X1 ",
      "[03/09/2022-18:21:33] [I] Engine built in 85.5 sec.",
      "[03/09/2022-18:21:34] [E] Error[2]: no room",
      "[03/09/2022-18:21:34] [I] more",
    ].join("\n");
    expect(readDevice(log)).toBe("NVIDIA Tegra X1");
    expect(readBuildMs(log)).toBe(85_500);
    expect(readComplaint(log)).toBe("Error[2]: no room");
    expect(readComplaint("a\n\nlast words\n")).toBe("a | last words");
    expect(readComplaint("")).toBe("it said nothing");
  });
});
