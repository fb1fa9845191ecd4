/** What LinkNet costs as images grow, and at half and twice its channels. Run: node packages/examples/dist/compareSizes.js */
import { countCost } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";

const sizes = [
  { width: 480, height: 320 },
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];

for (const width of [0.5, 1, 2]) {
  for (const size of sizes) {
    const { parameters, flops, activationPeakBytes } = countCost(buildNetwork("linknet", { size, width }));
    const image = `${size.width}x${size.height}`.padStart(9);
    const gflops = (flops.useful / 1e9).toFixed(1).padStart(6);
    const peak = (activationPeakBytes / 2 ** 20).toFixed(0).padStart(4);
    console.log(`width ${width}  ${image}  ${(parameters / 1e6).toFixed(1)} M  ${gflops} GFLOPs  ${peak} MB`);
  }
}
