/** How long a network would take on a device that is not here. */
export { type Calibration, type Residual, calibrate } from "./calibrate.js";
export { type DeviceSpec, InvalidDeviceError, devices, findDevice, parseDevice, publishedAs } from "./devices.js";
export { openDevice } from "./openDevice.js";
export { type PredictedTable, predictedTables, publishedMsOf } from "./publishedCells.js";
export { type IndependentCheck, checkIndependently } from "./independent.js";
export { NoFastFloat16Error, type PredictOptions, type Prediction, predict } from "./predict.js";
export { type Efficiency, rooflineMs } from "./roofline.js";
export type { WorkloadKernel, KernelClass, Software, Workload } from "./workload.js";
