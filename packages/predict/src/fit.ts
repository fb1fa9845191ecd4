/** Efficiencies from published times, on the logarithm of the time. */
import { levenbergMarquardt } from "ml-levenberg-marquardt";
import type { DeviceSpec } from "./devices.js";
import { type Efficiency, rooflineMs } from "./roofline.js";
import type { Workload } from "./workload.js";

export interface Point {
  readonly network: string;
  readonly size: string;
  readonly workload: Workload;
  readonly publishedMs: number;
}

/** Where efficiencies are expected before any point is seen, and how far off, as a standard deviation of the logarithm. */
export interface Prior {
  readonly mean: Efficiency;
  readonly deviation: Efficiency;
}

const keys = ["convolution3x3", "convolution", "bandwidth", "launchMicroseconds", "hostLinkGBps"] as const;

/** Times are taken to scatter by about 20 % around the model. */
const SCATTER = 0.2;

/**
 * The efficiencies with the least sum of squared logarithmic errors, the prior's terms included. A prior is needed: three sizes of one
 * network are nearly one equation, so nine points do not determine five parameters.
 */
export function fitEfficiency(device: DeviceSpec, points: readonly Point[], { mean, deviation }: Prior): Efficiency {
  const priorWeights = keys.map((key) => SCATTER / deviation[key]);
  const priorMeans = keys.map((key) => Math.log(mean[key]));
  const y = [
    ...points.map(({ publishedMs }) => Math.log(publishedMs)),
    ...priorMeans.map((each, index) => each * priorWeights[index]!),
  ];
  const { parameterValues } = levenbergMarquardt(
    { x: y.map((_, index) => index), y },
    (logs) => {
      const efficiency = efficiencyOf(logs);
      return (index) => {
        const point = points[index];
        if (point !== undefined) return Math.log(rooflineMs(point.workload, device, efficiency));
        const parameter = index - points.length;
        return logs[parameter]! * priorWeights[parameter]!;
      };
    },
    {
      initialValues: priorMeans,
      gradientDifference: 1e-5,
      centralDifference: true,
      improvementThreshold: 1e-9,
      errorTolerance: 1e-12,
      // A dozen give all ten digits; it would not see that there is nothing left to gain.
      maxIterations: 40,
    },
  );
  return efficiencyOf(parameterValues);
}

function efficiencyOf(logs: readonly number[]): Efficiency {
  const [convolution3x3, convolution, bandwidth, launchMicroseconds, hostLinkGBps] = logs.map((each) => Math.exp(each));
  return {
    convolution3x3: convolution3x3!,
    convolution: convolution!,
    bandwidth: bandwidth!,
    launchMicroseconds: launchMicroseconds!,
    hostLinkGBps: hostLinkGBps!,
  };
}
