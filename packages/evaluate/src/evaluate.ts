/** Networks on runtimes over one data set: what `linknet evaluate` writes. */
import { basename, join, resolve } from "node:path";
import { tellApart } from "@linknet-kit/base";
import { modelFormatOf } from "@linknet-kit/artifacts";
import { withReadFiles, withTemporaryFolder } from "@linknet-kit/base/files";
import type { Size } from "@linknet-kit/core";
import { type Split, checkFiles } from "@linknet-kit/data";
import { type LabelSet, type LabelSetName, channelCount } from "@linknet-kit/metrics";
import { ACCURACY_VERSION, type AccuracyFile, type AccuracyResult } from "@linknet-kit/results";
import { type Runtime, findRuntime, probeRuntimes } from "@linknet-kit/runtimes";
import type { Colours } from "@linknet-kit/segment/picture";
import { EvaluationChoiceError, NothingScoredError, RuntimeMissingError } from "./errors.js";
import { evaluateArtifact } from "./evaluateArtifact.js";
import { type OpenedData, openData } from "./openData.js";
import { type EvaluatedModel, openSubject } from "./subject.js";

/** What every user of a format can have in Node. */
const USUAL_RUNTIMES = { onnx: "onnxruntime-node/cpu", tfjs: "tfjs/wasm" } as const;

export interface EvaluationOptions {
  /** Folders of runs, names of networks, ONNX files and tfjs models. */
  readonly models: readonly string[];
  /** A folder with the data set. */
  readonly data: string;
  /** `test` of CamVid and `val` of Cityscapes unless given. */
  readonly split?: Split | undefined;
  /** What the network was trained for; as the folder is laid out unless given. */
  readonly labels?: LabelSetName | undefined;
  /** Of each model those that load it; unless given, the usual one of its format. */
  readonly runtimes?: readonly Runtime[] | undefined;
  /** Of networks by their names. */
  readonly weights?: string | undefined;
  readonly width?: number | undefined;
  /** Of networks by their names, and where files leave it open. */
  readonly size?: Size | undefined;
  /** Red, green and blue, 0 to 1, which images are less by; a run has its own. */
  readonly mean?: Colours | undefined;
  readonly threads?: number | undefined;
  readonly triples?: number | undefined;
  readonly onStep?: ((step: EvaluateStep) => void) | undefined;
  /** Called before anything that takes long with all files that are read; what it rejects with ends the work. */
  readonly onFiles?: ((files: readonly string[]) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type EvaluateStep =
  /** What nobody said, and so may not be what is wanted. */
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "check"; readonly images: number }
  | { readonly kind: "start"; readonly pairs: number; readonly images: number }
  | { readonly kind: "run"; readonly artifact: string; readonly runtime: string }
  | { readonly kind: "image"; readonly artifact: string; readonly runtime: string; readonly done: number }
  | { readonly kind: "result"; readonly result: AccuracyResult };

interface Pair {
  readonly subject: EvaluatedModel;
  readonly runtime: Runtime;
}

/** All that can be refused is refused before the first image. */
export async function evaluateModels(options: EvaluationOptions): Promise<AccuracyFile> {
  const { data: folder, onStep, onFiles, signal, triples, threads } = options;
  const { set, labels, split, subjects, files } = await openAll(options);
  const images = set.examples.length;
  await onFiles?.(files);
  const pairs = subjects.flatMap((subject) => pairsOf(subject, options.runtimes));
  await checkRuntimes(pairs, signal);
  onStep?.({ kind: "check", images });
  await checkFiles(set, { withInstances: true });
  onStep?.({ kind: "start", pairs: pairs.length, images });
  const results = await withTemporaryFolder("evaluate", signal, async (temporary) => {
    const found: AccuracyResult[] = [];
    for (const [index, { subject, runtime }] of pairs.entries()) {
      const { labeller, size, about } = subject;
      const names = { artifact: about.artifact, runtime: runtime.name };
      onStep?.({ kind: "run", ...names });
      const artifact = await labeller.place(size, runtime.target, join(temporary, String(index)));
      const mean = labeller.mean ?? options.mean ?? [0, 0, 0];
      const onImage = (done: number): void => onStep?.({ kind: "image", ...names, done });
      const called = about.artifact;
      const evaluated = await evaluateArtifact({
        artifact,
        called,
        runtime,
        set,
        mean,
        threads,
        triples,
        onImage,
        signal,
      });
      if (evaluated.scores.pixels === 0) throw new NothingScoredError({ folder, split, images });
      const result: AccuracyResult = { ...about, runtime: runtime.name, mean: [...mean], ...evaluated };
      found.push(result);
      onStep?.({ kind: "result", result });
    }
    return found;
  });
  const { isGenerated } = set;
  return {
    accuracyVersion: ACCURACY_VERSION,
    createdAt: new Date().toISOString(),
    dataSet: {
      name: basename(resolve(folder)),
      labels,
      split,
      images,
      ...(isGenerated !== undefined && { isGenerated }),
    },
    results,
  };
}

/** The data and the models, with every file that is read for either, then or later. */
async function openAll(
  options: EvaluationOptions,
): Promise<OpenedData & { readonly subjects: readonly EvaluatedModel[]; readonly files: readonly string[] }> {
  const { value, files } = await withReadFiles(async () => {
    const opened = await openData(options.data, options);
    return { ...opened, subjects: await openSubjects(options, opened.set.labels) };
  });
  const ofModels = value.subjects.flatMap(({ labeller }) => labeller.files);
  const ofData = value.set.examples.flatMap(({ image, labels, instances }) => [
    image,
    labels,
    ...(instances === undefined ? [] : [instances]),
  ]);
  return { ...value, files: [...new Set([...files, ...ofModels, ...ofData])] };
}

async function openSubjects(options: EvaluationOptions, labels: LabelSet): Promise<readonly EvaluatedModel[]> {
  const { models, weights, size, width, mean, onStep } = options;
  const subjects: EvaluatedModel[] = [];
  for (const word of models) {
    const subject = await openSubject(word, { weights, size, width, classes: channelCount(labels) });
    const { labeller } = subject;
    const { labels: own, mean: ownMean } = labeller;
    if (own !== undefined && own !== labels) {
      throw new EvaluationChoiceError({
        problem: `"${word}" was trained with labels of ${own.name}, and the data has those of ${labels.name}`,
        hint: "give a folder of the data set that it was trained for",
      });
    }
    if (ownMean !== undefined && mean !== undefined) {
      const problem = `"${word}" is a run, whose recipe has its own mean`;
      throw new EvaluationChoiceError({ problem, hint: "leave --mean out, or evaluate the network by its name" });
    }
    if (labeller.warning !== undefined) onStep?.({ kind: "warning", text: labeller.warning });
    subjects.push(subject);
  }
  return named(subjects, models);
}

/** Those that are called alike have more of their paths for names. */
function named(subjects: readonly EvaluatedModel[], words: readonly string[]): readonly EvaluatedModel[] {
  const names = subjects.map(({ about }) => about.artifact);
  const apart = tellApart(words.map((word) => resolve(word)));
  return subjects.map(({ about, ...subject }, index) => {
    const isTwin = names.indexOf(about.artifact) !== names.lastIndexOf(about.artifact);
    return { ...subject, about: isTwin ? { ...about, artifact: apart[index]! } : about };
  });
}

/** A file is evaluated as it is, and anything else in the format that the runtime loads. */
function pairsOf(subject: EvaluatedModel, chosen: readonly Runtime[] | undefined): readonly Pair[] {
  const { file, formats: all, called } = subject.labeller;
  const formats = file === undefined ? all : [file.format];
  const usual = findRuntime(USUAL_RUNTIMES[formats[0]!]);
  const fitting = (chosen ?? [usual]).filter(({ target }) => formats.includes(modelFormatOf(target)));
  if (fitting.length === 0) {
    const names = chosen?.map(({ name }) => name).join(", ");
    throw new EvaluationChoiceError({
      problem: `${called} is a model for ${formats.join(", ")}, which ${names} cannot load`,
      hint: "linknet convert makes others of an ONNX file; linknet runtimes says what runs here",
    });
  }
  return fitting.map((runtime) => ({ subject, runtime }));
}

async function checkRuntimes(pairs: readonly Pair[], signal: AbortSignal | undefined): Promise<void> {
  const runtimes = [...new Set(pairs.map(({ runtime }) => runtime))];
  for (const [runtime, found] of await probeRuntimes(runtimes, { signal }))
    if (!found.available) throw new RuntimeMissingError({ runtime, ...found });
}
