/** `linknet count`: what a network costs before it runs. */
import {
  type CostSummary,
  type Graph,
  type LayerSummary,
  countCost,
  summariseCost,
  summariseLayers,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import type { Command } from "commander";
import { type NetworkFlags, addNetworkOptions } from "../arguments.js";
import { renderTable } from "../table.js";
import type { AddCommand } from "./context.js";

interface CountFlags extends NetworkFlags {
  readonly perLayer?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet count linknet --size 640x360              Table III's LinkNet
  linknet count segnet --per-layer                  where the 286 GFLOPs are
  linknet count model.onnx --json                   any ONNX file of supported operators

One multiply-accumulate (MAC) is two FLOPs. Conventions:
  useful   2 x MACs; a transposed convolution counts on its input grid
  dense    a transposed convolution counts on its output grid
  paper    what the LinkNet authors' profiler computes, faults included`;

export const addCount: AddCommand = (program, { terminal }) => {
  addNetworkOptions(
    program
      .command("count")
      .description("parameters, MACs, FLOPs under each convention, bytes, peak activations")
      .argument("<network or .onnx>", "a network's name, or an ONNX file (then the size is the file's)"),
  )
    .option("--per-layer", "every layer too")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (subject: string, flags: CountFlags, command: Command) => {
      const graph = await graphOf(subject, flags, command);
      const cost = countCost(graph);
      const summary = summariseCost(graph, cost);
      const layers = flags.perLayer === true ? summariseLayers(cost) : undefined;
      if (flags.json === true) terminal.out(JSON.stringify({ ...summary, ...(layers && { layers }) }, undefined, 2));
      else terminal.out([renderSummary(summary), ...(layers ? [renderLayers(layers)] : [])].join("\n\n"));
    });
};

async function graphOf(subject: string, flags: NetworkFlags, command: Command): Promise<Graph> {
  if (!subject.endsWith(".onnx")) return buildNetwork(subject, flags);
  for (const option of ["size", "classes", "width"]) {
    if (command.getOptionValueSource(option) === "cli")
      command.error(`error: --${option} is the file's own, not yours to choose`);
  }
  // Loaded only where it is needed: it costs as much as everything else here.
  const { readOnnx } = await import("@linknet-kit/onnx");
  const { graph } = await readOnnx(subject, { batch: flags.batch });
  return graph;
}

function renderSummary({ network, size, classes, batch, ...cost }: CostSummary): string {
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
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(15)} ${value}`)].join("\n");
}

function renderLayers(layers: readonly LayerSummary[]): string {
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
