/** What commands write: how it is known again, and what they read, which is never written. */
import { artifactFiles } from "@linknet-kit/artifacts";
import { type FileKind, type OutputRule, sealedText } from "@linknet-kit/base/files";
import { kindOf } from "@linknet-kit/sources";
import type { Command } from "commander";

export interface ForceFlag {
  readonly force?: boolean | undefined;
}

/** The option that replaces whatever is no input. */
export function addForce(command: Command): Command {
  return command.option("--force", "replace a file that is there, whatever it is; what is read is never replaced");
}

/** Text that a command writes with a comment at its end that says so. */
export interface CommentedText {
  readonly kind: FileKind;
  readonly print: (text: string) => string;
}

/** Of Markdown, HTML and XML, or of YAML. */
export function commentedText(command: string, what: string, language: "markup" | "yaml" = "markup"): CommentedText {
  const { kind, seal } = sealedText(`unchanged ${what} of linknet ${command}`, (digest) => {
    const comment = `written by linknet ${command}, sha256 ${digest}`;
    return language === "yaml" ? `# ${comment}` : `<!-- ${comment} -->`;
  });
  return { kind, print: seal };
}

/** The rule of a command that reads these files: folders that its outputs need are made. */
export function outputRule(inputs: readonly string[], { force }: ForceFlag): OutputRule {
  return { force, inputs, makeFolders: true };
}

/** The rule of a command that reads models, files of weights, results or plans by these names. */
export async function ruleOf(words: readonly (string | undefined)[], flags: ForceFlag): Promise<OutputRule> {
  const inputs = await Promise.all(words.map(async (word) => (word === undefined ? [] : await filesOf(word))));
  return outputRule(inputs.flat(), flags);
}

/** The same rule for a command that reads these files too. */
export function reading(rule: OutputRule, files: readonly string[]): OutputRule {
  return { ...rule, inputs: [...(rule.inputs ?? []), ...files] };
}

/** The files behind a word, with those that they name beside them; what cannot be read names none. */
export async function filesOf(word: string): Promise<readonly string[]> {
  const path = word.replace(/#[^#/]*$/, "");
  const kind = kindOf(word);
  try {
    if (kind === "tfjs" || kind === "onnx") return await artifactFiles(path, kind);
  } catch {
    // Reading it says what is wrong.
  }
  return [word, path];
}
