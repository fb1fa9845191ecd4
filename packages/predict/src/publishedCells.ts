/** Predictions beside the cells of the paper's Table II. */
import { type Graph, imageSizeOf } from "@linknet-kit/core";
import { publishedClasses, publishedNetworks, publishedTime, publishedTimeSizes } from "@linknet-kit/models/published";
import { calibrate, publishedGraph } from "./calibrate.js";
import { type DeviceSpec, devices, publishedAs } from "./devices.js";
import { predict } from "./predict.js";

/** Table II of a device, as it is predicted. */
export interface PredictedTable {
  readonly title: string;
  /** What the predictions were found to be wrong by, in words. */
  readonly error: string;
  /** Milliseconds, each without that network in the fit; `null` where it does not fit in memory. */
  readonly times: readonly { readonly network: string; readonly size: string; readonly ms: number | null }[];
}

/** One table a device. Times are of fits without their networks, so that none is compared with itself. */
export function predictedTables(): readonly PredictedTable[] {
  return devices.map((device) => {
    const calibration = calibrate(device);
    const { median, worst } = calibration.leftOut;
    const unable = publishedNetworks.flatMap((network) =>
      publishedTimeSizes.flatMap((size) => {
        if (publishedTime(network, publishedAs(device)!, size) !== null) return [];
        const { fitsInMemory, predictedMs } = predict(publishedGraph(network, size), device, calibration);
        return [{ network, size, ms: fitsInMemory ? predictedMs : null }];
      }),
    );
    return {
      title: device.title,
      error: `wrong by ${(100 * median).toFixed(0)} % in the median and ${(100 * worst).toFixed(0)} % at worst`,
      times: [
        ...calibration.residuals.map(({ network, size, leftOutMs }) => ({ network, size, ms: leftOutMs })),
        ...unable,
      ],
    };
  });
}

/** The paper's milliseconds of this very cell in float32: `null` where it could not run, `undefined` where there is no such cell. */
export function publishedMsOf(graph: Graph, device: DeviceSpec): number | null | undefined {
  const { width, height } = imageSizeOf(graph);
  const [, classes] = graph.outputs[0]?.type.shape ?? [];
  const published = publishedAs(device);
  if (published === undefined || classes !== publishedClasses) return undefined;
  const time = publishedTime(graph.name, published, `${width}x${height}`);
  return time === undefined ? undefined : (time?.ms ?? null);
}
