/** `linknet count`: what a network costs before it runs. */
import { type CostSummary, type LayerSummary, countCost, summariseCost, summariseLayers } from "@linknet-kit/core";
import { openModel } from "@linknet-kit/sources";
import { type InputFlags, type NetworkFlags, addInputOption, addNetworkOptions, modelChoices } from "../arguments.js";
import type { Line } from "../line.js";
import { renderTable } from "../table.js";
import type { AddCommand } from "./context.js";

interface CountFlags extends NetworkFlags, InputFlags {
  readonly perLayer?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet count linknet --size 640x360              Table III's LinkNet
  linknet count segnet --per-layer                  where the 286 GFLOPs are
  linknet count model.onnx --json                   any ONNX file of supported operators
  linknet count ./my-network.ts                     what your own file exports, see docs/walkthrough.md
  linknet count open.onnx --size 640x360            sizes that the file leaves open; --input name=1x3x360x640 for any input

One multiply-accumulate (MAC) is two FLOPs. Conventions:
  useful   2 x MACs; a transposed convolution counts on its input grid
  dense    a transposed convolution counts on its output grid
  paper    what the LinkNet authors' profiler computes, faults included`;

export const addCount: AddCommand = (program, { terminal }) => {
  addInputOption(
    addNetworkOptions(
      program
        .command("count")
        .description("parameters, MACs, FLOPs under each convention, bytes, peak activations")
        .argument("<model>", "a network's name, your own ./network.ts, or an .onnx file"),
    ),
  )
    .option("--per-layer", "every layer too")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (subject: string, flags: CountFlags) => {
      const { graph } = await openModel(subject, modelChoices(flags));
      const cost = countCost(graph);
      const summary = summariseCost(graph, cost);
      const layers = flags.perLayer === true ? summariseLayers(cost) : undefined;
      if (flags.json === true) terminal.json({ ...summary, ...(layers && { layers }) });
      else terminal.out([...renderSummary(summary), ...(layers ? ["", ...renderLayers(layers)] : [])]);
    });
};

function renderSummary({ network, size, classes, batch, ...cost }: CostSummary): readonly Line[] {
  const rows: readonly (readonly [string, string])[] = [
    ["parameters", `${integer(cost.parameters)} trainable, ${integer(cost.statistics)} running statistics`],
    ["weights", `${cost.weightMB.fp32.toFixed(2)} MB fp32, ${cost.weightMB.fp16.toFixed(2)} MB fp16 (2^20 bytes)`],
    ["MACs", integer(cost.macs)],
    ["GFLOPs, useful", cost.gflops.useful.toFixed(3)],
    ["GFLOPs, dense", cost.gflops.dense.toFixed(3)],
    ["GFLOPs, paper", cost.gflops.paper.toFixed(3)],
    [
      "activations",
      `${cost.activationPeakMB.toFixed(1)} MB at the peak, ${cost.activationMB.toFixed(1)} MB in all (fp32)`,
    ],
  ];
  const title = `${network}, ${size.width}x${size.height}, ${classes} classes${batch === 1 ? "" : `, batch ${batch}`}`;
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(15)} ${value}`)];
}

function renderLayers(layers: readonly LayerSummary[]): readonly Line[] {
  return renderTable<LayerSummary>(
    [
      { title: "layer", text: ({ name }) => name },
      { title: "output", text: ({ outputShape }) => outputShape.join("x") },
      { title: "parameters", text: ({ parameters }) => integer(parameters), align: "right" },
      { title: "MACs", text: ({ macs }) => integer(macs), align: "right" },
      { title: "scalar ops", text: ({ scalarOps }) => integer(scalarOps), align: "right" },
    ],
    layers,
  );
}

function integer(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
