/** `linknet draw`: a network's graph as a picture, or as a file for Model Explorer. */
import { findByName, visibleJson } from "@linknet-kit/base";
import { type FileKind, checkOutputs, writeFileAtomically } from "@linknet-kit/base/files";
import type { Graph } from "@linknet-kit/core";
import type { Heat, WrittenScopes } from "@linknet-kit/draw";
import { openModel } from "@linknet-kit/sources";
import { Option } from "commander";
import {
  type InputFlags,
  type NetworkFlags,
  addInputOption,
  addNetworkOptions,
  modelArgument,
  modelChoices,
  numberOption,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { explorerDataKind, explorerDataPath, explorerKind } from "../explorerFiles.js";
import { type HeatName, heatNames, readHeat } from "../heatSources.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, commentedText, ruleOf } from "../outputs.js";

interface DrawFlags extends NetworkFlags, InputFlags, ForceFlag {
  readonly depth?: number;
  readonly expand?: boolean;
  readonly heat?: HeatName;
  readonly results?: string;
  readonly verification?: string;
  readonly to: Format;
  readonly output?: string;
  readonly json?: boolean;
}

type Format = "svg" | "model-explorer";
const formats = [{ name: "svg" }, { name: "model-explorer" }] as const;
const formatNames = formats.map(({ name }) => name);

const drawing = commentedText("draw", "drawing");

interface FileToDraw {
  readonly path: string;
  readonly kind: FileKind;
  readonly content: string;
}

const EXAMPLES = `
Examples:
  linknet draw linknet -o linknet.svg                 modules as boxes, for a browser or a document
  linknet draw model.onnx --heat macs --depth 2       two levels of modules open, coloured by multiply-accumulates
  linknet draw enet --expand --heat time --results result.json
                                                      every node, by a profile of linknet bench --profile
  linknet draw out/linknet-640x360.onnx --heat error --verification verify.json
                                                      by what linknet verify --layers --json found
  linknet draw linknet --to model-explorer -o linknet.json
                                                      for https://github.com/google-ai-edge/model-explorer

Modules are the parts of nodes' names between slashes, or what PyTorch wrote of them, or the names of weights. Without --depth as many levels are open as are seen at a glance.`;

export const addDraw: AddCommand = (program, { terminal, signal }) => {
  addInputOption(
    addNetworkOptions(
      addForce(program.command("draw").description("the graph as SVG, or as JSON for Model Explorer")).addArgument(
        modelArgument(),
      ),
    ),
  )
    .addOption(
      numberOption("--depth <n>", "levels of modules that are open", wholeNumbers(1), { usual: "by its size" }),
    )
    .addOption(new Option("--expand", "every module open").conflicts("depth"))
    .addOption(
      offer(
        new Option("--heat <what>", `colour by ${heatNames.join(", ")}`).argParser(
          (given) =>
            findByName(
              "heat",
              given,
              heatNames.map((name) => ({ name })),
            ).name,
        ),
        heatNames,
      ),
    )
    .option("--results <file>", "of linknet bench --profile, for --heat time")
    .option("--verification <file>", "of linknet verify --layers --json, for --heat error")
    .addOption(
      offer(
        new Option("--to <format>", formatNames.join(", "))
          .default("svg")
          .argParser((given) => findByName("format", given, formats).name),
        formatNames,
      ),
    )
    .option("-o, --output <file>", "where to (default: graph.svg, or graph.json)")
    .option("--json", "what was written and how it was drawn, as one JSON document")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (subject: string, flags: DrawFlags) => {
      const isSvg = flags.to === "svg";
      const output = flags.output ?? (isSvg ? "graph.svg" : "graph.json");
      const data = explorerDataPath(output, flags.heat ?? "macs");
      const outputs = isSvg
        ? [{ path: output, kind: drawing.kind }]
        : [
            { path: output, kind: explorerKind },
            ...(flags.heat === undefined ? [] : [{ path: data, kind: explorerDataKind }]),
          ];
      const rule = await ruleOf([subject, flags.results, flags.verification], flags);
      await checkOutputs(outputs, rule);
      const { graph, readScopes } = await openModel(subject, modelChoices(flags));
      const scopes = readScopes?.() ?? new Map<string, readonly string[]>();
      const heat = await readHeat(graph, flags, (line) => terminal.note(line));
      const files: FileToDraw[] = [];
      let facts: object = {};
      if (isSvg) {
        const { content, ...rest } = await drawSvg(graph, { ...flags, scopes }, heat);
        for (const note of rest.notes) terminal.problem(`note: ${note}`);
        files.push({ path: output, kind: drawing.kind, content });
        facts = rest;
      } else {
        const { explorerGraphs, explorerNodeData } = await import("@linknet-kit/draw");
        const graphs = { ...explorerGraphs(graph, scopes), writtenBy: "linknet draw" };
        files.push({ path: output, kind: explorerKind, content: `${visibleJson(graphs, 1)}\n` });
        if (heat !== undefined) {
          const content = `${visibleJson(explorerNodeData(graph, heat), 1)}\n`;
          files.push({ path: data, kind: explorerDataKind, content });
        }
      }
      for (const { path, kind, content } of files) {
        await writeFileAtomically({ path, kind, content }, { ...rule, signal });
      }
      const paths = files.map(({ path }) => path);
      if (flags.json === true) terminal.json({ files: paths, ...facts });
      else terminal.out(paths.map((path) => ({ row: [path] })));
    });
};

/** Loaded only where something is drawn: the layout is as large as everything else here. */
async function drawSvg(
  graph: Graph,
  { depth, expand, scopes }: DrawFlags & { readonly scopes: WrittenScopes },
  heat: Heat | undefined,
) {
  const { drawGraph, printSvg } = await import("@linknet-kit/draw");
  const wanted = expand === true ? Infinity : depth;
  const { svg, ...facts } = drawGraph(graph, {
    scopes,
    ...(wanted !== undefined && { depth: wanted }),
    ...(heat !== undefined && { heat }),
  });
  return { ...facts, content: drawing.print(printSvg(svg)) };
}
