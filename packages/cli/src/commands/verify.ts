/** `linknet verify`: artifacts on runtimes against the reference, number by number. */
import { type Runtime, findRuntime, verifyArtifacts } from "@linknet-kit/bench";
import { LinknetError } from "@linknet-kit/core";
import { checkOutputs, writeFileAtomically } from "@linknet-kit/files";
import { listOf, positiveNumber, wholeNumber } from "../arguments.js";
import { type ForceFlag, addForce, commentedText, ruleOf } from "../outputs.js";
import { renderVerification, renderVerificationMarkdown } from "../renderVerification.js";
import { runtimeTable } from "../runtimeTable.js";
import type { AddCommand } from "./context.js";

interface VerifyFlags extends ForceFlag {
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

  constructor(data: { failed: number; runs: number; layers: boolean }) {
    super(`${data.failed} of ${data.runs} runs do not agree with the reference, or did not run`, {
      hint: data.layers ? "the table says which, and why" : "--layers names the first layer that differs",
    });
  }
}

const EXAMPLES = `
Examples:
  linknet export linknet --to onnx,tfjs -o out && linknet verify out/linknet-640x360.onnx out/linknet-640x360
  linknet verify model.onnx --runtimes onnxruntime-node,onnxruntime-web --layers -o parity.md
  linknet verify half.onnx --reference full.onnx      against another file of the same network`;

export const addVerify: AddCommand = (program, { terminal, signal }) => {
  addForce(program.command("verify").description("what artifacts compute on every runtime, against the reference"))
    .argument("<artifacts...>", "ONNX files, and tfjs models by their folder or model.json")
    .option(
      "--runtimes <names>",
      "on these (default: all that are here and load the artifact)",
      listOf((name) => findRuntime(name, runtimeTable)),
    )
    .option("--reference <file>", "the ONNX file to compute the reference from (default: the first given)")
    .option("--tolerance <x>", "relative to the largest expected value", positiveNumber("--tolerance"))
    .option("--seed <n>", "of the input", wholeNumber("--seed", 0), 1)
    .option("--layers", "every layer too, and the first that differs")
    .option("-o, --output <file>", "a Markdown report")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (artifacts: readonly string[], { runtimes, output, json, force, ...flags }: VerifyFlags) => {
      const rule = await ruleOf([...artifacts, flags.reference], { force });
      if (output !== undefined) await checkOutputs([{ path: output, kind: markdown.kind }], rule);
      const verification = await verifyArtifacts({
        ...flags,
        artifacts: [...new Set(artifacts)],
        // TensorRT takes ONNX files of its own target only, so it is asked by name.
        runtimes: runtimes ?? runtimeTable.filter(({ artifact }) => artifact !== "tensorrt-8.2"),
        signal,
        onStep: (text) => terminal.status(`${text} ...`),
      });
      if (json === true) terminal.json(verification);
      else terminal.out(renderVerification(verification));
      if (output !== undefined) {
        const content = markdown.print(renderVerificationMarkdown(verification));
        await writeFileAtomically({ path: output, kind: markdown.kind, content }, { ...rule, signal });
        terminal.note(`wrote ${output}`);
      }
      const { runs } = verification;
      // A runtime that nobody asked for may be missing.
      const counted = runs.filter(({ status }) => runtimes !== undefined || status !== "unavailable");
      const failed = counted.filter(({ status }) => status !== "passed").length;
      if (failed > 0 || counted.length === 0) {
        throw new NotVerifiedError({ failed, runs: counted.length, layers: flags.layers === true });
      }
    });
};
