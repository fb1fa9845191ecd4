/** `linknet predict`: how long a network would take on devices that are not here. */
import { type Graph, type Size, imageSizeOf } from "@linknet-kit/core";
import {
  type Calibration,
  type DeviceSpec,
  type Prediction,
  type Software,
  calibrate,
  checkIndependently,
  devices,
  openDevice,
  predict,
  publishedAs,
  publishedMsOf,
} from "@linknet-kit/predict";
import { openModel, parseSize } from "@linknet-kit/sources";
import { Option } from "commander";
import {
  type InputFlags,
  addInputOption,
  classesOption,
  commaSeparated,
  modelArgument,
  knownName,
  modelChoices,
  precisionOption,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type Line, paint } from "../line.js";
import { renderTable } from "../table.js";

interface PredictFlags extends InputFlags {
  readonly device: readonly string[];
  readonly sizes?: readonly Size[];
  readonly classes?: number;
  readonly software: "torch7" | "fused";
  readonly dtype: "fp32" | "fp16";
  readonly json?: boolean;
}

interface Row extends Prediction {
  readonly network: string;
  readonly size: string;
  readonly device: string;
  /** The paper's time of this very cell; `null` where it could not run, absent where it has no such cell. */
  readonly publishedMs?: number | null;
}

const EXAMPLES = `
Examples:
  linknet predict linknet --device titan-x-maxwell,jetson-tx1 --sizes 640x360,1280x720
  linknet predict model.onnx --device my-device.json        docs/predict.md shows such a file
  linknet predict enet --device jetson-tx1 --dtype fp16
  linknet predict enet --device result.json#onnxruntime-node/cpu --software fused    the machine that linknet bench measured

Every figure is a model's, fitted on the paper's Table II; its error is of networks that were left out of the fit.`;

const SOFTWARE = ["torch7", "fused"] as const satisfies readonly Software[];

const deviceNames = devices.map(({ name }) => name);

export const addPredict: AddCommand = (program, { terminal }) => {
  addInputOption(
    program
      .command("predict")
      .description("predicted times on devices that are not here, with the error of the prediction")
      .addArgument(modelArgument()),
  )
    .addOption(
      offer(
        new Option(
          "--device <devices>",
          `${deviceNames.join(", ")}, a .json file, or a result file's machine; several by commas`,
        )
          .argParser(commaSeparated(String))
          .default(deviceNames, "all"),
        deviceNames,
      ),
    )
    .option(
      "--sizes <WxH,...>",
      "image sizes in pixels (default: the network's own, or 640x360)",
      commaSeparated(parseSize),
    )
    .addOption(classesOption())
    .addOption(
      offer(
        new Option(
          "--software <which>",
          "torch7: the paper's, every op a kernel; fused: runtimes of today, never validated",
        )
          .argParser(knownName("software", SOFTWARE))
          .default("torch7"),
        SOFTWARE,
      ),
    )
    .addOption(precisionOption())
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (subject: string, flags: PredictFlags) => {
      const chosen = await Promise.all(flags.device.map(openDevice));
      const graphs = await graphsOf(subject, flags);
      const calibrated = chosen.map((device) => ({ device, calibration: calibrate(device) }));
      const rows = calibrated.flatMap(({ device, calibration }) =>
        graphs.map((graph) => rowOf(graph, device, calibration, flags)),
      );
      if (flags.json === true)
        terminal.json({
          software: flags.software,
          dtype: flags.dtype,
          rows,
          independentChecks: calibrated.flatMap(checksOf),
        });
      else
        terminal.out([
          paint("bold", rows[0]!.network),
          ...renderRows(rows),
          ...calibrated.map(describeError),
          ...calibrated.flatMap(describeChecks),
          ...(chosen.some((device) => publishedAs(device) === "Titan X") ? [WHICH_TITAN_X] : []),
        ]);
      if (flags.software === "fused")
        terminal.note("no published time of a fused runtime exists: the errors are of torch7");
    });
};

async function graphsOf(subject: string, { sizes, classes, input }: PredictFlags): Promise<readonly Graph[]> {
  const choices = (sizes ?? [undefined]).map((size) => modelChoices({ size, classes, input }));
  return await Promise.all(choices.map(async (each) => (await openModel(subject, each)).graph));
}

function rowOf(graph: Graph, device: DeviceSpec, calibration: Calibration, { software, dtype }: PredictFlags): Row {
  const { width, height } = imageSizeOf(graph);
  const size = width > 0 ? `${width}x${height}` : (graph.inputs[0]?.type.shape ?? []).join("x");
  const published = dtype === "fp32" ? publishedMsOf(graph, device) : undefined;
  return {
    network: graph.name,
    size,
    device: device.name,
    ...predict(graph, device, calibration, { software, dtype }),
    ...(published !== undefined && { publishedMs: published }),
  };
}

function renderRows(rows: readonly Row[]): readonly Line[] {
  return renderTable<Row>(
    [
      { title: "device", text: ({ device }) => device, isName: true },
      { title: "size", text: ({ size }) => size },
      {
        title: "predicted ms",
        text: ({ predictedMs, intervalMs }) => `${significant(predictedMs)} (${intervalMs.map(significant).join("-")})`,
        align: "right",
      },
      { title: "fps", text: ({ fps }) => significant(fps), align: "right" },
      { title: "error", text: ({ leftOutError: { median } }) => percent(median), align: "right" },
      {
        title: "published ms",
        text: ({ publishedMs }) => (publishedMs === null ? "-" : String(publishedMs ?? "")),
        align: "right",
      },
      {
        title: "MiB",
        text: ({ fitsInMemory, memoryMiB }) => `${memoryMiB.toFixed(0)}${fitsInMemory ? "" : ", too many"}`,
      },
    ],
    rows,
  );
}

const WHICH_TITAN_X =
  'published: the paper\'s Table II; it does not say which card its "Titan X" is, so its times stand beside both';

interface Calibrated {
  readonly device: DeviceSpec;
  readonly calibration: Calibration;
}

function checksOf({ device, calibration }: Calibrated) {
  return checkIndependently(device, calibration).map((check) => ({ device: device.name, ...check }));
}

/** Beside each other, since nothing of these times is in any fit. */
function describeChecks(calibrated: Calibrated): readonly string[] {
  const checks = checksOf(calibrated);
  if (checks.length === 0) return [];
  const items = checks.map(({ network, size, framework, predictedMs, publishedMs, error }) => {
    const by = framework === "Caffe" ? " in Caffe" : "";
    const signed = `${error < 0 ? "" : "+"}${percent(error)}`;
    return `${network} ${size}${by} ${predictedMs.toPrecision(3)} ms predicted, ${publishedMs} published (${signed})`;
  });
  return [`${calibrated.device.title}: against times published elsewhere, in no fit: ${items.join("; ")}`];
}

function describeError({ device, calibration: { leftOut, basis } }: Calibrated): string {
  const error = `${percent(leftOut.median)} in the median, ${percent(leftOut.worst)} at worst`;
  const whose =
    basis === "own"
      ? "networks left out of the fit"
      : "other devices: no published time is of this one, it may be further off";
  return `${device.title}: predicted, wrong by ${error} about ${whose}`;
}

/** Three digits that say something, and never an exponent: 2187 rather than 2.19e+3. */
function significant(value: number): string {
  const rounded = value.toPrecision(3);
  return Number(rounded) >= 1000 ? value.toFixed(0) : rounded;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
