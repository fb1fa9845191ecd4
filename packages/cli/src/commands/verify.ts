/** `linknet verify`: artifacts on runtimes against the reference, number by number. */
import { findTarget } from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import { checkOutputs, writeFileAtomically } from "@linknet-kit/base/files";
import { type Graph, LARGEST_OPTIONS } from "@linknet-kit/core";
import {
  type Runtime,
  type Verification,
  type VerifiedRun,
  type VerifyStep,
  findRuntime,
  verifyArtifacts,
} from "@linknet-kit/runtimes";
import { HALF_TOLERANCE, TOLERANCE } from "@linknet-kit/runtimes/measure";
import { kindOf, openNetwork, parseSize, shapesFor } from "@linknet-kit/sources";
import { Argument, Option } from "commander";
import {
  type InputFlags,
  type NetworkFlags,
  addInputOption,
  commaSeparated,
  modelChoices,
  networkNames,
  numberOption,
  positiveNumbers,
  wholeNumbers,
} from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, commentedText, ruleOf } from "../outputs.js";
import { type ProgressLine, withProgress } from "../progress.js";
import { renderVerification, renderVerificationMarkdown } from "../renderVerification.js";
import { runtimeTable } from "../runtimeTable.js";

interface VerifyFlags extends ForceFlag, InputFlags, Pick<NetworkFlags, "size" | "batch"> {
  readonly runtimes?: readonly Runtime[];
  readonly reference?: string;
  readonly tolerance?: number;
  readonly seed: number;
  readonly layers?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

const markdown = commentedText("verify", "report");

/** What was found is printed; this makes the command fail. */
class NotVerifiedError extends LinknetError {
  readonly code = "NOT_VERIFIED";

  constructor(data: { differ: number; missing: number; runs: number; layers: boolean }) {
    const { differ, missing, runs } = data;
    const found = [
      ...(differ > 0 ? [`${differ} of ${runs} runs do not agree with the reference`] : []),
      ...(missing > 0 ? [`${missing} of ${runs} runs did not run`] : []),
    ];
    super(found.join(", "), {
      hint:
        differ > 0 && !data.layers
          ? "--layers names the first layer that differs"
          : "the lines above say which, and why",
    });
  }
}

/** None of the runtimes that are here runs the artifact. */
class NothingVerifiedError extends LinknetError {
  readonly code = "NOTHING_VERIFIED";

  constructor() {
    super("no runtime that is here runs the artifact", { hint: "the lines above say why" });
  }
}

/** A network's name and the user's own file are graphs; any other word is a file. */
async function graphOrFile(
  word: string,
  { size, batch }: Pick<VerifyFlags, "size" | "batch">,
): Promise<Graph | string> {
  if (kindOf(word) !== "module" && !networkNames.includes(word)) return word;
  return (await openNetwork(word)).graph({ ...(size && { size }), ...(batch && { batch }) });
}

function showStep(step: VerifyStep, progress: ProgressLine): void {
  switch (step.kind) {
    case "probe":
      progress.at("asking what runs here");
      break;
    case "reference":
      progress.setTotal(step.runs);
      progress.at(`the reference of ${step.artifact}`);
      break;
    case "run":
      progress.at(`${step.artifact} on ${step.runtime}`);
      break;
    case "result": {
      const { artifact, runtime, status } = step.run;
      // What is not there takes no time, is not among the runs to come, and stands below the table.
      if (status !== "unavailable" && status !== "skipped") progress.done(`${artifact} on ${runtime}: ${status}`);
    }
  }
}

const EXAMPLES = `
Examples:
  linknet export linknet --to onnx,tfjs -o out && linknet verify out/linknet-640x360.onnx out/linknet-640x360
  linknet verify model.onnx --runtimes onnxruntime-node,onnxruntime-web --layers -o parity.md
  linknet verify ./my-network.ts --size 96x64         as it is exported, as ONNX and for tfjs
  linknet verify anyone.onnx                          whatever its operators: runtimes against one that optimises nothing
  linknet verify half.onnx --reference full.onnx      against another file of the same network`;

export const addVerify: AddCommand = (program, { terminal, signal }) => {
  addInputOption(
    addForce(program.command("verify").description("what artifacts compute on every runtime, against the reference")),
  )
    .addArgument(
      offer(
        new Argument(
          "<artifacts...>",
          "ONNX files, tfjs models by their folder or model.json, or networks, your own ./network.ts too",
        ),
        networkNames,
      ),
    )
    .option("--size <WxH>", "image size in pixels where files leave it open", parseSize)
    .addOption(
      numberOption("--batch <n>", "images at once where files leave it open", wholeNumbers(1, LARGEST_OPTIONS.batch), {
        usual: "1",
      }),
    )
    .addOption(
      offer(
        new Option(
          "--runtimes <names>",
          "on these, each of which must run it (default: all that are here and can)",
        ).argParser(commaSeparated((name) => findRuntime(name, runtimeTable))),
        runtimeTable.map(({ name }) => name),
      ),
    )
    .option(
      "--reference <file>",
      "the file to compute the reference from (default: the first ONNX file given, of float32 if one is)",
    )
    .addOption(
      numberOption("--tolerance <x>", "of errors, relative to the largest expected value", positiveNumbers(), {
        usual: `${TOLERANCE}, or ${HALF_TOLERANCE} of numbers of 16 bits`,
      }),
    )
    .addOption(numberOption("--seed <n>", "of the input", wholeNumbers(0)).default(1))
    .option("--layers", "every layer too, and the first that differs")
    .option("-o, --output <file>", "a Markdown report")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (artifacts: readonly string[], { runtimes, output, json, force, ...given }: VerifyFlags) => {
      const { size, batch, input, ...flags } = given;
      const choices = modelChoices({ size, batch, input });
      const rule = await ruleOf([...artifacts, flags.reference], { force });
      if (output !== undefined) await checkOutputs([{ path: output, kind: markdown.kind }], rule);
      const verifying = async (progress: ProgressLine): Promise<Verification> => {
        progress.at("writing what is no file");
        return await verifyArtifacts({
          ...flags,
          sizes: { inputShapes: (declared) => shapesFor(declared, choices) },
          artifacts: await Promise.all([...new Set(artifacts)].map((word) => graphOrFile(word, { size, batch }))),
          // What takes files of its own target only is asked by name.
          runtimes: runtimes ?? runtimeTable.filter(({ target }) => findTarget(target).ownFilesOnly !== true),
          isChosen: runtimes !== undefined,
          signal,
          onStep: (step) => showStep(step, progress),
        });
      };
      const verification = await withProgress(terminal, {}, verifying);
      if (json === true) terminal.json(verification);
      else terminal.out(renderVerification(verification, { isChosen: runtimes !== undefined }));
      if (output !== undefined) {
        const content = markdown.print(renderVerificationMarkdown(verification));
        await writeFileAtomically({ path: output, kind: markdown.kind, content }, { ...rule, signal });
        terminal.note(`wrote ${output}`);
      }
      const { runs } = verification;
      const count = (...statuses: readonly VerifiedRun["status"][]): number =>
        runs.filter(({ status }) => statuses.includes(status)).length;
      const [passed, differ] = [count("passed"), count("failed")];
      // A runtime that was not asked for by name may be missing, or lack an operator.
      const missing = runtimes === undefined ? 0 : runs.length - passed - differ;
      if (differ + missing > 0) {
        const counted = passed + differ + missing;
        throw new NotVerifiedError({ differ, missing, runs: counted, layers: flags.layers === true });
      }
      if (passed === 0) throw new NothingVerifiedError();
    });
};
