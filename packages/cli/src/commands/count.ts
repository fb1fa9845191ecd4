/** `linknet count`: what a network costs before it runs. */
import { findByName } from "@linknet-kit/base";
import { type Graph, conventions, countCost, isFloat, outputValues, summariseLayers } from "@linknet-kit/core";
import { type NetworkSummary, summariseNetwork } from "@linknet-kit/results/summary";
import { openModel } from "@linknet-kit/sources";
import { Option } from "commander";
import {
  type InputFlags,
  type NetworkFlags,
  addInputOption,
  addNetworkOptions,
  modelArgument,
  modelChoices,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import {
  type LayerColumn,
  integer,
  layerColumns,
  renderLayers,
  renderLayersCsv,
  renderLayersMarkdown,
  sortLayers,
} from "../layerTable.js";
import { type Line, paint } from "../line.js";

interface CountFlags extends NetworkFlags, InputFlags {
  readonly perLayer?: boolean;
  readonly sort?: LayerColumn;
  readonly csv?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet count linknet --size 640x360              Table III's LinkNet
  linknet count segnet --per-layer                  where the 286 GFLOPs are
  linknet count enet --sort macs                    the same, the most expensive first; --csv and --markdown for other tools
  linknet count model.onnx --json                   any ONNX file of supported operators
  linknet count ./my-network.ts                     what your own file exports, see docs/your-own-network.md
  linknet count open.onnx --size 640x360            sizes that the file leaves open; --input name=1x3x360x640 for any input

One multiply-accumulate (MAC) is two FLOPs. Conventions:
${Object.entries(conventions)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join("\n")}`;

const columnNames = layerColumns.map(({ name }) => name);

export const addCount: AddCommand = (program, { terminal }) => {
  addInputOption(
    addNetworkOptions(
      program
        .command("count")
        .description("parameters, MACs, FLOPs under each convention, bytes, peak activations")
        .addArgument(modelArgument()),
    ),
  )
    .option("--per-layer", "every layer too")
    .addOption(
      offer(
        new Option(
          "--sort <column>",
          `layers by this, numbers from the largest on: ${columnNames.join(", ")}`,
        ).argParser((given) => findByName("column", given, layerColumns)),
        columnNames,
      ),
    )
    .addOption(new Option("--csv", "the layers alone, as comma-separated values").conflicts("json"))
    .addOption(new Option("--markdown", "the layers alone, as a Markdown table").conflicts(["json", "csv"]))
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (subject: string, flags: CountFlags) => {
      const { graph } = await openModel(subject, modelChoices(flags));
      const cost = countCost(graph);
      const summary = summariseNetwork(graph, cost);
      const { perLayer, sort, csv, markdown } = flags;
      const isAsked = perLayer === true || sort !== undefined || csv === true || markdown === true;
      const layers = isAsked ? sortLayers(summariseLayers(cost), sort) : undefined;
      if (layers !== undefined && csv === true) return terminal.out(renderLayersCsv(layers));
      if (layers !== undefined && markdown === true) return terminal.out(renderLayersMarkdown(layers));
      if (flags.json === true) terminal.json({ ...summary, ...(layers && { layers }) });
      else
        terminal.out([...renderSummary(summary, floatTypes(graph)), ...(layers ? ["", ...renderLayers(layers)] : [])]);
    });
};

/** In words, of the values that the graph computes with: `fp32`, `fp16`, `fp32 and fp16`. */
function floatTypes({ inputs, nodes }: Graph): string {
  const types = [...inputs, ...nodes.flatMap(outputValues)].map(({ type }) => type.dtype).filter(isFloat);
  return [...new Set(types)].map((type) => (type === "float16" ? "fp16" : "fp32")).join(" and ");
}

function renderSummary({ network, size, classes, batch, ...cost }: NetworkSummary, types: string): readonly Line[] {
  const rows: readonly (readonly [string, string])[] = [
    ["parameters", `${integer(cost.parameters)} trainable, ${integer(cost.statistics)} running statistics`],
    ["weights", `${figure(cost.weightMB.fp32, 2)} MB fp32, ${figure(cost.weightMB.fp16, 2)} MB fp16 (2^20 bytes)`],
    ["MACs", integer(cost.macs)],
    ["GFLOPs, useful", figure(cost.gflops.useful, 3)],
    ["GFLOPs, dense", figure(cost.gflops.dense, 3)],
    ["GFLOPs, paper", figure(cost.gflops.paper, 3)],
    [
      "activations",
      `${figure(cost.activationPeakMB, 1)} MB at the peak, ${figure(cost.activationMB, 1)} MB in all (${types})`,
    ],
  ];
  const title = [
    network,
    ...(size.width === 0 ? [] : [`${size.width}x${size.height}`]),
    ...(classes === 0 ? [] : [`${classes} classes`]),
    ...(batch === 1 ? [] : [`batch ${batch}`]),
  ];
  return [paint("bold", title.join(", ")), ...rows.map(([name, value]) => `  ${name.padEnd(15)} ${value}`)];
}

/** With so many decimals, or of a small number three digits that count. */
function figure(value: number, decimals: number): string {
  return value === 0 || value >= 1 ? value.toFixed(decimals) : value.toPrecision(3);
}
