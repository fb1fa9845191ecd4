import { buildGraph, conv2d, countCost, float32, relu, sequence } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { publishedNetworks, publishedTime, publishedTimeSizes } from "@linknet-kit/models/published";
import { describe, expect, test } from "vitest";
import { calibrate } from "./calibrate.js";
import { type DeviceSpec, devices, findDevice, parseDevice, publishedAs } from "./devices.js";
import { checkIndependently } from "./independent.js";
import { predict } from "./predict.js";
import { buildResnet18 } from "./resnet18.js";
import { rooflineMs } from "./roofline.js";
import { workloadOf } from "./workload.js";

const slow: DeviceSpec = {
  name: "slow",
  title: "Slow",
  fp32Tflops: 1e-6,
  memoryGBps: 1e-3,
  hostLinkGBps: 1e-3,
  memoryGiB: 1,
  reservedGiB: 0,
  source: "invented",
};
const efficiency = {
  convolution3x3: 0.5,
  convolution: 0.25,
  bandwidth: 0.5,
  launchMicroseconds: 1000,
  hostLinkGBps: 1e-3,
};
const image = { name: "image", type: float32(1, 3, 8, 8) };
const small = buildGraph("small", image, sequence(conv2d({ filters: 4, kernel: 3, padding: 1 }), relu()), "scores");
const build = (network: string, size: string) => {
  const [width, height] = size.split("x").map(Number);
  return buildNetwork(network, { size: { width: width!, height: height! }, classes: 20 });
};

describe("the roofline", () => {
  test("is the sum that a reader gets by hand", () => {
    // 6912 MACs at half of 1e6 FLOP/s: 27.648 ms, above its traffic; ReLU moves 2048 bytes at 5e5 byte/s: 4.096 ms;
    // two launches: 2 ms; 768 bytes up and 1024 down at 1e6 byte/s: 1.792 ms.
    expect(rooflineMs(workloadOf(small), slow, efficiency)).toBeCloseTo(27.648 + 4.096 + 2 + 1.792, 9);
  });

  test("has no kernel for ReLU where it is fused", () => {
    expect(rooflineMs(workloadOf(small, "fused"), slow, efficiency)).toBeCloseTo(27.648 + 1 + 1.792, 9);
  });

  test("never falls with more arithmetic, and never rises with a faster device", () => {
    const work = workloadOf(small);
    const at = (factor: number) =>
      rooflineMs(
        { ...work, kernels: work.kernels.map((each) => ({ ...each, flops: each.flops * factor })) },
        slow,
        efficiency,
      );
    const factors = [0.01, 0.1, 0.5, 1, 2, 10];
    expect(factors.map(at)).toEqual(factors.map(at).toSorted((a, b) => a - b));
    const faster = (name: "fp32Tflops" | "memoryGBps") =>
      factors.map((factor) => rooflineMs(work, { ...slow, [name]: slow[name] * factor }, efficiency));
    for (const times of [faster("fp32Tflops"), faster("memoryGBps")])
      expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});

describe("fitted on Table II", () => {
  // Found once by scipy.optimize.least_squares, given the same points, model and priors, and rounded to the digits that stand here:
  // shares of the peaks, launch in microseconds, link in GB/s; left-out median and largest error.
  test.each([
    ["jetson-tx1", [0.51, 0.27, 0.71, 10.13, 8.0], 0.041, 0.187],
    ["titan-x-pascal", [0.47, 0.26, 0.7, 5.15, 10.65], 0.117, 0.398],
    ["titan-x-maxwell", [0.57, 0.27, 0.73, 4.83, 13.01], 0.375, 0.605],
  ])("%s has the parameters and the left-out error that scipy finds", (name, parameters, median, worst) => {
    const { efficiency: found, leftOut } = calibrate(findDevice(name));
    Object.values(found).forEach((value, index) => expect(Math.abs(value - parameters[index]!)).toBeLessThan(0.006));
    expect(leftOut.median).toBeCloseTo(median, 3);
    expect(leftOut.worst).toBeCloseTo(worst, 3);
  });

  test("a device of one's own borrows the TX1's shares and the largest error", () => {
    const { basis, leftOut, residuals } = calibrate({ ...slow, fp32Tflops: 1 });
    expect({ basis, residuals }).toEqual({ basis: "borrowed", residuals: [] });
    expect(leftOut).toEqual(calibrate(findDevice("titan-x-maxwell")).leftOut);
  });
});

describe("held against times published elsewhere", () => {
  test("ResNet-18 has the operations that were published with its times", () => {
    // 67.7 Gops at 1280x720, two a multiply-accumulate; our backbone lacks biases, norms and the classifier.
    const gflops = (2 * countCost(buildResnet18({ width: 1280, height: 720 })).macs) / 1e9;
    expect(Math.abs(gflops / 67.7 - 1)).toBeLessThan(0.02);
  });

  test("each card is checked against its own points, none of which is in the fit", () => {
    const checks = (name: string) => {
      const device = findDevice(name);
      return checkIndependently(device, calibrate(device)).map((each) => [each.network, each.size, each.publishedMs]);
    };
    expect(checks("titan-x-maxwell")).toEqual([["resnet18", "1280x720", 35.4]]);
    expect(checks("titan-x-pascal")).toHaveLength(5);
    expect(checks("jetson-tx1")).toEqual([]);
  });

  test("the error is predicted over published", () => {
    const device = findDevice("titan-x-pascal");
    const calibration = calibrate(device);
    const enet = checkIndependently(device, calibration).find(
      ({ network, size }) => network === "enet" && size === "1280x720",
    )!;
    const { predictedMs } = predict(build("enet", "1280x720"), device, calibration);
    expect(enet.error).toBeCloseTo(predictedMs / 32.9 - 1, 12);
  });
});

test("exactly what the paper could not run does not fit in memory", () => {
  for (const device of devices) {
    const calibration = calibrate(device);
    for (const network of publishedNetworks) {
      for (const size of publishedTimeSizes) {
        const published = publishedTime(network, publishedAs(device)!, size);
        if (published === undefined) continue;
        const { fitsInMemory } = predict(build(network, size), device, calibration);
        expect([device.name, network, size, fitsInMemory]).toEqual([device.name, network, size, published !== null]);
      }
    }
  }
});

test("fp16 gains what was published, and is refused where it gains nothing", () => {
  const tx1 = findDevice("jetson-tx1");
  const calibration = calibrate(tx1);
  const [single, half] = (["fp32", "fp16"] as const).map((dtype) => predict(small, tx1, calibration, { dtype }));
  expect(single!.predictedMs / half!.predictedMs).toBeCloseTo(1.55, 9);
  expect(() => predict(small, findDevice("titan-x-pascal"), calibration, { dtype: "fp16" })).toThrow(/no fast 16-bit/);
});

describe("a device's description", () => {
  test("is read as documented", () => {
    expect(parseDevice(JSON.stringify(slow), "slow.json")).toEqual(slow);
  });

  test.each([
    ["{", "it is no JSON"],
    [JSON.stringify({ ...slow, memoryGBps: -1 }), "memoryGBps must be more than 0"],
    ["{}", "no device: name is missing; title is missing; fp32Tflops is missing"],
    [JSON.stringify({ ...slow, title: 7 }), "title is a number, expected a string"],
    [JSON.stringify({ ...slow, cores: 3 }), 'there is no field "cores"'],
    [JSON.stringify({ ...slow, name: "jetson-tx1" }), "is taken"],
  ])("%s is refused", (text, problem) => {
    expect(() => parseDevice(text, "slow.json")).toThrow(problem);
  });
});
