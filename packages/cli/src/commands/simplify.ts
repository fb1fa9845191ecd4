/** `linknet simplify`: a smaller equal ONNX file. */
import { artifactKind } from "@linknet-kit/artifacts";
import { checkOutputs, originOfFiles } from "@linknet-kit/base/files";
import type { NetworkOptions } from "@linknet-kit/core";
import { type Simplification, simplifyFile } from "@linknet-kit/runtimes";
import { WrongKindOfModelError, kindOf, parseSize, shapesFor } from "@linknet-kit/sources";
import { Argument } from "commander";
import {
  type InputFlags,
  addInputOption,
  modelChoices,
  nonNegativeNumbers,
  numberOption,
  wholeNumbers,
} from "../arguments.js";
import type { AddCommand, Context } from "../context.js";
import { describeChange } from "../describeChange.js";
import { fitted } from "../helpText.js";
import { type Line, paint } from "../line.js";
import { type ForceFlag, addForce, filesOf, ruleOf } from "../outputs.js";
import { withProgress } from "../progress.js";

interface SimplifyFlags extends ForceFlag, InputFlags, Partial<Pick<NetworkOptions, "size" | "batch">> {
  readonly output?: string;
  readonly explain?: boolean;
  readonly maxGrowth: number;
  readonly opset?: number;
  readonly seed: number;
  readonly json?: boolean;
}

const MEBIBYTE = 2 ** 20;

const EXAMPLES = `
Examples:
  linknet simplify model.onnx                       model-simplified.onnx beside it
  linknet simplify model.onnx -o small.onnx --explain
  linknet simplify open.onnx --size 640x360         sizes that the file leaves open are fixed in what is written

Constants and shape arithmetic fold away, as do batch norms, products and sums into convolutions, borders of zeros, identities, dropouts, casts and
transposes that do nothing, equal nodes and equal weights. Both files are then run on one seeded input, by ONNX Runtime without
optimisations or, where that does not run them, by the reference; what is not equal is not written.`;

export const addSimplify: AddCommand = (program, context) => {
  addInputOption(
    addForce(
      program.command("simplify").description("an ONNX file made smaller that computes the same, which is looked at"),
    ),
  )
    .addArgument(new Argument("<file.onnx>", "the model; it stays as it is"))
    .option("-o, --output <file>", "what is written (default: <file>-simplified.onnx)")
    .option("--explain", "what each step changed, and what it saved")
    .addOption(numberOption("--max-growth <MiB>", "that folded constants may add", nonNegativeNumbers(1024)).default(1))
    .option("--size <WxH>", "image size in pixels where the file leaves it open", parseSize)
    .addOption(
      numberOption("--batch <n>", "images at once where the file leaves it open", wholeNumbers(1, 1024), {
        usual: "1",
      }),
    )
    .addOption(numberOption("--opset <n>", "ONNX opset", wholeNumbers(11, 21), { usual: "the file's, or the nearest" }))
    .addOption(numberOption("--seed <n>", "of the input that both are compared by", wholeNumbers(0)).default(1))
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action((path: string, flags: SimplifyFlags) => simplifyModel(path, flags, context));
};

async function simplifyModel(path: string, flags: SimplifyFlags, { terminal, signal }: Context): Promise<void> {
  if (kindOf(path) !== "onnx") {
    throw new WrongKindOfModelError({ word: path, kind: "no .onnx file", hint: "export it first: linknet export" });
  }
  const { size, batch, input, opset, seed, output = outputBeside(path), explain = false, json = false } = flags;
  const choices = modelChoices({ size, batch, input });
  const permit = async () => {
    const rule = { ...(await ruleOf([path], flags)), signal };
    const origin = await originOfFiles(await filesOf(path));
    await checkOutputs([{ path: output, kind: await artifactKind("onnx", origin) }], rule);
    return { ...rule, origin };
  };
  const made = await withProgress(terminal, { total: 3 }, async (progress) => {
    progress.at(`reading ${path}`);
    return await simplifyFile({
      path,
      output,
      sizes: { inputShapes: (declared) => shapesFor(declared, choices) },
      opset,
      growthBytes: Math.floor(flags.maxGrowth * MEBIBYTE),
      seed,
      permit,
      signal,
      isExplained: explain || json || terminal.isVerbose,
      onStep: (step) => {
        progress.done();
        progress.at(NEXT[step]);
      },
    });
  });
  if (json) terminal.json(made);
  else terminal.out(renderSimplification(made, explain));
  for (const { name, shape } of made.fixedInputs) {
    terminal.note(`input "${name}" is ${shape.join("x")} in ${output}, where ${path} leaves sizes open`);
  }
  if (!explain) terminal.detail(made.rewrites.map(describeChange));
}

const NEXT = { read: "simplifying", simplified: "comparing both", compared: "writing" } as const;

function outputBeside(path: string): string {
  return path.replace(/\.onnx$/i, "-simplified.onnx");
}

function renderSimplification(made: Simplification, isExplained: boolean): readonly Line[] {
  const { output, before, after, nodesFolded, rewrites, comparison } = made;
  const worst = Math.max(...comparison.outputs.map(({ relativeError }) => relativeError));
  const rows = (["nodes", "bytes", "macs"] as const).map((figure) => {
    const change = describeShare(before[figure], after[figure]);
    return `  ${(figure === "macs" ? "MACs" : figure).padEnd(6)} ${grouped(before[figure])} -> ${grouped(after[figure])}${change}`;
  });
  const steps = [
    `reading: ${grouped(nodesFolded)} nodes were constants, or computed of constants`,
    ...rewrites.map(describeChange),
  ];
  return [
    paint("bold", output),
    ...rows,
    `  equal  relative error ${worst.toExponential(1)} at most, by ${comparison.by}`,
    ...(isExplained ? ["", ...steps] : []),
  ];
}

function describeShare(before: number, after: number): string {
  const share = before === 0 ? 0 : (100 * (after - before)) / before;
  return after === before ? "" : ` (${share > 0 ? "+" : ""}${share.toFixed(1)} %)`;
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
