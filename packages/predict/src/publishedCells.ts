/** The predictions of Table II's cells, as the report shows them. */
import { buildNetwork } from "@linknet-kit/models";
import { publishedClasses, publishedNetworks, publishedTime, publishedTimeSizes } from "@linknet-kit/models/published";
import { calibrate, devices, predict, publishedAs } from "@linknet-kit/predict";
import type { PredictedDevice } from "@linknet-kit/report";
import { parseSize } from "./arguments.js";

/** Times of networks that were left out of the fit, so that none is compared with itself. */
export function predictedDevices(): readonly PredictedDevice[] {
  return devices.map((device) => {
    const calibration = calibrate(device);
    const { median, worst } = calibration.leftOut;
    const unable = publishedNetworks.flatMap((network) =>
      publishedTimeSizes.flatMap((size) => {
        if (publishedTime(network, publishedAs(device)!, size) !== null) return [];
        const graph = buildNetwork(network, { size: parseSize(size), classes: publishedClasses });
        const { fitsInMemory, predictedMs } = predict(graph, device, calibration);
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
